using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace ITFrame.Api.Cast.Sessions;

/// <summary>Somebody who listens to a station with some player, collection <c>cast_listeners</c>.</summary>
internal sealed record ListenerDocument
{
    [BsonIgnoreIfDefault]
    public ObjectId Id { get; init; }

    public required string Username { get; init; }

    public required string Ip { get; init; }

    /// <summary>The player, as it calls itself; empty where it does not.</summary>
    public required string Client { get; init; }

    public ListenerGeo? Geo { get; init; }

    public required DateTime LastSeen { get; init; }
}
