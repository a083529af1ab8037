using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Cursors;

internal sealed record CursorBatch(BsonArray Documents, bool IsExhausted);
