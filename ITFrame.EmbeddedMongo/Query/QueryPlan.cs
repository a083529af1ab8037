using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>How a query reads: an index and ranges of its keys, or the whole collection.</summary>
/// <param name="Index">Null: the whole collection in storage order.</param>
/// <param name="Ranges">Read one after the other.</param>
/// <param name="Bounds">What the ranges mean, field by field.</param>
/// <param name="Backwards">Whether the order of the index or of storage is reversed.</param>
/// <param name="ProvidesSort">Whether documents come in the order that was asked for.</param>
internal sealed record QueryPlan(
    IndexDefinition? Index, IReadOnlyList<KeyRange> Ranges, IReadOnlyList<FieldBounds> Bounds, bool Backwards, bool ProvidesSort)
{
    public static QueryPlan CollectionScan(bool backwards, bool providesSort) => new(null, [], [], backwards, providesSort);
}
