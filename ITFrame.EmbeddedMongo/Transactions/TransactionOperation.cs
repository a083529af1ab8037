using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>One change that a transaction makes when it commits.</summary>
/// <param name="Entry">The change in the log's shape, without its time.</param>
/// <param name="Key">The document that is changed; null when a collection is created.</param>
internal sealed record TransactionOperation(BsonDocument Entry, DocumentKey? Key);
