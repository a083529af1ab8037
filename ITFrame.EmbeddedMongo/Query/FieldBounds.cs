using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>What a plan reads of one field of an index: certain values, or a range of one type, or, with neither, all.</summary>
internal sealed record FieldBounds(IReadOnlyList<BsonValue>? Points, RangeBounds? Range)
{
    public static readonly FieldBounds Everything = new(null, null);
}
