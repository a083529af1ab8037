using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Tunes;

/// <summary>A song of a station's own, collection <c>TunesPersonal</c>; with type <c>default</c> what songs without a picture get.</summary>
internal sealed record TuneDocument
{
    public const string SongType = "song";
    public const string DefaultType = "default";

    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Type { get; init; }

    public required string Username { get; init; }

    public string? Song { get; init; }

    public string? Artist { get; init; }

    public string? Album { get; init; }

    [BsonElement("externalURL")]
    public ExternalUrl? ExternalUrl { get; init; }

    public string? Artwork { get; init; }

    public string? Genre { get; init; }

    /// <summary>The recording in GridFS.</summary>
    public ObjectId? FileId { get; init; }

    public IReadOnlyList<ObjectId>? Tags { get; init; }

    /// <summary>Seconds.</summary>
    public double? Duration { get; init; }

    public bool Available { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    public double? Bpm { get; init; }

    public DateTime DateAdded { get; init; }
}
