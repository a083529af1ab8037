using ITFrame.Api.Validation;
using MongoDB.Bson;

namespace ITFrame.Api.Dj.Queue;

/// <summary>The DJ reports what comes next.</summary>
internal sealed record QueueRequest
{
    public const int MaxSongs = 200;

    /// <summary>The songs' identifiers, the next one first.</summary>
    public IReadOnlyList<string?>? Songs { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        if (Songs is null or { Count: > MaxSongs } || Songs.Any(song => !ObjectId.TryParse(song, out _)))
        {
            errors.Add("songs", $"must be at most {MaxSongs} identifiers of songs.");
        }

        return errors;
    }
}
