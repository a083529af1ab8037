using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>One stage: from a stream of documents to another.</summary>
internal delegate IEnumerable<BsonDocument> Stage(IEnumerable<BsonDocument> input, PipelineContext context);
