using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Which documents around one belong to its window: by their number, or by how far their sort keys are away.</summary>
internal sealed record WindowBounds(string? Field, string? Unit, long? Lower, long? Upper)
{
    // No partition has more documents.
    private const long Farthest = int.MaxValue;

    public static WindowBounds Parse(BsonValue window, SortOrder? order)
    {
        if (window is not BsonDocument { ElementCount: > 0 } options)
        {
            return new WindowBounds(null, null, null, null);
        }

        if (options.TryGetValue("documents", out var documents))
        {
            return Of(null, null, documents);
        }

        if (!options.TryGetValue("range", out var range) || order is not { Fields: [var field] })
        {
            throw new CommandException((ErrorCode)5339902, "Range-based bounds require sortBy a single field");
        }

        return Of(field.Path.Text, options.GetValue("unit", BsonNull.Value) is BsonString unit ? unit.Value : null, range);
    }

    /// <summary>The positions of the window's first and last documents; the last is before the first when there are none.</summary>
    public (int First, int Last) Around(IReadOnlyList<BsonDocument> partition, int at)
    {
        if (Field is null)
        {
            return ((int)Math.Clamp(Lower is { } below ? at + Math.Clamp(below, -Farthest, Farthest) : 0, 0, partition.Count),
                (int)Math.Clamp(Upper is { } above ? at + Math.Clamp(above, -Farthest, Farthest) : partition.Count, -1, partition.Count - 1));
        }

        var path = new BsonPath(Field);
        var own = path.Single(partition[at]) ?? BsonNull.Value;
        var lower = Lower is { } down ? Shift(own, down) : null;
        var upper = Upper is { } up ? Shift(own, up) : null;
        var inside = Enumerable.Range(0, partition.Count).Where(i => IsWithin(path.Single(partition[i]) ?? BsonNull.Value, own, lower, upper)).ToList();
        return inside.Count == 0 ? (0, -1) : (inside[0], inside[^1]);
    }

    private static WindowBounds Of(string? field, string? unit, BsonValue bounds) => bounds is BsonArray { Count: 2 } pair
        ? new WindowBounds(field, unit, Bound(pair[0]), Bound(pair[1]))
        : throw CommandException.FailedToParse("window bounds must be an array of two");

    private static long? Bound(BsonValue value) => value switch
    {
        BsonString { Value: "unbounded" } => null,
        BsonString { Value: "current" } => 0,
        _ when BsonNumber.TryToInt64(value, out var number) => number,
        _ => throw CommandException.FailedToParse("a window bound must be 'unbounded', 'current' or an integer"),
    };

    private static bool IsWithin(BsonValue value, BsonValue own, BsonValue? lower, BsonValue? upper) =>
        BsonTypeOrder.Of(value.BsonType) == BsonTypeOrder.Of(own.BsonType)
        && (lower is null || BsonComparer.Instance.Compare(value, lower) >= 0)
        && (upper is null || BsonComparer.Instance.Compare(value, upper) <= 0);

    private BsonValue Shift(BsonValue value, long amount) => value switch
    {
        BsonDateTime date when Unit is not null => Dates.Add(date, Unit, amount, TimeZoneInfo.Utc),
        _ when BsonNumber.Is(value) => BsonNumber.Add(value, new BsonInt64(amount)),
        _ => throw new CommandException((ErrorCode)5429513, "range-based bounds need sort keys that are numbers, or dates with a 'unit'"),
    };
}
