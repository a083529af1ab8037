using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Validation;
using MongoDB.Bson;

namespace ITFrame.Api.Cast.Statuses;

/// <summary>How many listen to a stream, as the station's Cast reports it.</summary>
internal sealed record StoreStatusRequest
{
    public const int MaxListeners = 10_000_000;

    public int? ListenerCount { get; init; }

    public string? Stream { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireRange("listenerCount", ListenerCount, 0, MaxListeners);
        errors.AllowText("stream", Stream, StoreSongRequest.MaxStreamLength);
        return errors;
    }

    public StatusDocument ToDocument(string username, DateTime time) => new()
    {
        Id = ObjectId.GenerateNewId(),
        Username = username,
        ListenerCount = ListenerCount!.Value,
        Stream = Stream,
        Time = time,
    };
}
