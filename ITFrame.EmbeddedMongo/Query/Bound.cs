using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed record Bound(BsonValue Value, bool IsInclusive);
