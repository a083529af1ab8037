using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Cursors;

/// <summary>One reply of a cursor.</summary>
internal sealed record CursorBatch(BsonArray Documents, bool IsExhausted)
{
    /// <summary>Where a change stream can be resumed after this batch, even if it holds no event.</summary>
    public BsonDocument? ResumeToken { get; init; }
}
