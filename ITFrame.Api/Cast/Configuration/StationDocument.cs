using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>A station's Cast configuration, collection <c>cast</c>. Secrets are sealed.</summary>
internal sealed record StationDocument : IRevised
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    public string? Name { get; init; }

    public string? Genre { get; init; }

    public string? Timezone { get; init; }

    public int? HttpPort { get; init; }

    public int? HttpsPort { get; init; }

    /// <summary>Where the station's Cast listens, with its scheme.</summary>
    public string? Hostname { get; init; }

    public string? SealedApiKey { get; init; }

    public StationInput? Input { get; init; }

    public StationDirectories? Directories { get; init; }

    public IReadOnlyList<StationStreamDocument>? Streams { get; init; }

    public StationVersion? Version { get; init; }

    public StationInternals? Internal { get; init; }

    [BsonElement("DJ")]
    public DjSettings? Dj { get; init; }

    public bool RateLimiting { get; init; }

    public Geolock? Geolock { get; init; }

    public bool AntiStreamRipper { get; init; }

    public bool HideListenerCount { get; init; }

    public string? Branch { get; init; }

    /// <summary>When the owner last wished the station moved; the mover takes it away.</summary>
    public DateTime? RelocationRequested { get; init; }

    public long Revision { get; init; }

    /// <summary>The primary stream's address, or the first one's where none is marked.</summary>
    [BsonIgnore]
    public string? StreamUrl
        => Hostname is not null && Streams is { Count: > 0 } streams
            ? $"{Hostname}/streams/{(streams.FirstOrDefault(stream => stream.Primary) ?? streams[0]).Stream}"
            : null;
}
