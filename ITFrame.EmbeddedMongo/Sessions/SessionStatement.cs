using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Sessions;

/// <summary>The session and transaction number under which a retryable write is sent, and the number of its statement.</summary>
internal sealed record SessionStatement(byte[] Session, BsonDocument LogicalSessionId, long Transaction, int Statement);
