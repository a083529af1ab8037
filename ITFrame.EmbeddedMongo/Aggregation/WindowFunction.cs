using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>From the documents of a partition, in order, to a value for each.</summary>
internal delegate IReadOnlyList<BsonValue> WindowFunction(IReadOnlyList<BsonDocument> partition);
