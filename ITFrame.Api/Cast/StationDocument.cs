using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Cast;

/// <summary>A station's Cast configuration, collection <c>cast</c>; so far what the player and the statistics need of it.</summary>
internal sealed record StationDocument : IRevised
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    public string? Name { get; init; }

    /// <summary>Where the station's Cast listens, with its scheme.</summary>
    public string? Hostname { get; init; }

    public IReadOnlyList<StationStreamDocument>? Streams { get; init; }

    public StationInternals? Internal { get; init; }

    public long Revision { get; init; }

    /// <summary>The primary stream's address, or the first one's where none is marked.</summary>
    [BsonIgnore]
    public string? StreamUrl
        => Hostname is not null && Streams is { Count: > 0 } streams
            ? $"{Hostname}/streams/{(streams.FirstOrDefault(stream => stream.Primary) ?? streams[0]).Stream}"
            : null;
}
