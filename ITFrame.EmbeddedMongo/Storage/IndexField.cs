using ITFrame.EmbeddedMongo.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

internal sealed record IndexField(BsonPath Path, bool IsDescending);
