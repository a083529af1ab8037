using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.TuneIn;

/// <summary>How a station reports its songs to TuneIn AIR, collection <c>tunein</c>.</summary>
internal sealed record TuneInDocument : IRevised
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string StationId { get; init; }

    public required string PartnerId { get; init; }

    public required string SealedPartnerKey { get; init; }

    public bool IsEnabled { get; init; }

    public string? DisableReason { get; init; }

    public long Revision { get; init; }
}
