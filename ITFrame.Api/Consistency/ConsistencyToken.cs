using MongoDB.Bson;

namespace ITFrame.Api.Consistency;

/// <summary>A point in the replica set's history.</summary>
/// <param name="OperationTime">The time of the operation to read after.</param>
/// <param name="ClusterTime">
/// The newest time known then, as the members sign it. A member refuses to wait for a time that it has never heard of, and this tells it.
/// </param>
internal sealed record ConsistencyToken(BsonTimestamp OperationTime, BsonDocument ClusterTime);
