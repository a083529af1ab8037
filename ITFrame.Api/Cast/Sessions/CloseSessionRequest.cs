using ITFrame.Api.Validation;
using MongoDB.Bson;

namespace ITFrame.Api.Cast.Sessions;

/// <summary>A listener has gone.</summary>
internal sealed record CloseSessionRequest
{
    /// <summary>What the session's creation answered.</summary>
    public string? Uid { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        if (!ObjectId.TryParse(Uid, out _))
        {
            errors.Add("uid", "must be a session's identifier.");
        }

        return errors;
    }
}
