using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

internal static class ArrayOperators
{
    private const int MaxRange = 1_000_000;

    public static void AddTo(Dictionary<string, OperatorDefinition> table)
    {
        table["$size"] = new(1, 1, values => values[0] is BsonArray array
            ? array.Count
            : throw new CommandException((ErrorCode)17124, "The argument to $size must be an array"));
        table["$isArray"] = new(1, 1, values => values[0] is BsonArray);
        table["$arrayElemAt"] = new(2, 2, values => Array.Exists(values, Expression.IsNullish)
            ? BsonNull.Value
            : At(Items("$arrayElemAt", values[0]), BsonNumber.TruncateToInt32(values[1]!)));
        table["$first"] = new(1, 1, values => Expression.IsNullish(values[0]) ? BsonNull.Value : At(Items("$first", values[0]), 0));
        table["$last"] = new(1, 1, values => Expression.IsNullish(values[0]) ? BsonNull.Value : At(Items("$last", values[0]), -1));
        table["$in"] = new(2, 2, values => Items("$in", values[1]).Contains(values[0] ?? BsonNull.Value, BsonComparer.Instance));
        table["$concatArrays"] = new(0, int.MaxValue, values => Array.Exists(values, Expression.IsNullish)
            ? BsonNull.Value
            : new BsonArray(values.SelectMany(value => Items("$concatArrays", value))));
        table["$reverseArray"] = Over("$reverseArray", array => new BsonArray(Enumerable.Reverse(array)));
        table["$slice"] = new(2, 3, values => Expression.IsNullish(values[0]) ? BsonNull.Value : Slice(values));
        table["$range"] = new(2, 3, Range);
        table["$indexOfArray"] = new(2, 4, IndexOf);
        table["$setUnion"] = Sets("$setUnion", (left, right) => left.Union(right, BsonComparer.Instance));
        table["$setIntersection"] = Sets("$setIntersection", (left, right) => left.Intersect(right, BsonComparer.Instance));
        table["$setDifference"] = Sets("$setDifference", (left, right) => left.Except(right, BsonComparer.Instance));
        table["$setIsSubset"] = new(2, 2, values => !Items("$setIsSubset", values[0]).Except(Items("$setIsSubset", values[1]), BsonComparer.Instance).Any());
        table["$setEquals"] = new(2, int.MaxValue, values => values.Skip(1).All(value =>
            new HashSet<BsonValue>(Items("$setEquals", values[0]), BsonComparer.Instance).SetEquals(Items("$setEquals", value))));
        table["$anyElementTrue"] = new(1, 1, values => Items("$anyElementTrue", values[0]).Any(Expression.IsTrue));
        table["$allElementsTrue"] = new(1, 1, values => Items("$allElementsTrue", values[0]).All(Expression.IsTrue));
        table["$sortArray"] = new(2, 2, SortArray) { NamedArguments = ["input", "sortBy"] };
        table["$zip"] = new(1, 3, Zip) { NamedArguments = ["inputs", "useLongestLength", "defaults"] };
        table["$firstN"] = new(2, 2, values => Few("$firstN", values)) { NamedArguments = ["input", "n"] };
        table["$lastN"] = new(2, 2, values => Few("$lastN", values)) { NamedArguments = ["input", "n"] };
        table["$minN"] = new(2, 2, values => Few("$minN", values)) { NamedArguments = ["input", "n"] };
        table["$maxN"] = new(2, 2, values => Few("$maxN", values)) { NamedArguments = ["input", "n"] };
        table["$median"] = new(1, 2, values => Percentiles.Of(Numbers(values[0]), [0.5])[0]) { NamedArguments = ["input", "method"] };
        table["$percentile"] = new(2, 3, values => Percentiles.Of(Numbers(values[0]), Percentiles.Shares(values[1]))) { NamedArguments = ["input", "p", "method"] };
        table["$stdDevPop"] = Folding(Accumulator.Find("$stdDevPop"));
        table["$stdDevSamp"] = Folding(Accumulator.Find("$stdDevSamp"));
        table["$sum"] = Folding(Accumulator.Sum);
        table["$avg"] = Folding(Accumulator.Average);
        table["$min"] = Folding(Accumulator.Minimum);
        table["$max"] = Folding(Accumulator.Maximum);
    }

    // $sum and its kin take a list of arguments, or one that is an array.
    private static OperatorDefinition Folding(Func<Accumulator> create) => new(1, int.MaxValue, values =>
    {
        var accumulator = create();
        foreach (var value in values is [BsonArray array] ? array : values.AsEnumerable())
        {
            accumulator.Add(value);
        }

        return accumulator.Result;
    });

    private static BsonValue IndexOf(BsonValue?[] values)
    {
        if (Expression.IsNullish(values[0]))
        {
            return BsonNull.Value;
        }

        var items = Items("$indexOfArray", values[0]);
        var start = values.Length > 2 ? Position(values[2]) : 0;
        var end = values.Length > 3 ? Math.Min(items.Count, Position(values[3])) : items.Count;
        for (var i = start; i < end; i++)
        {
            if (BsonComparer.Instance.Equals(items[i], values[1]))
            {
                return i;
            }
        }

        return -1;
    }

    private static int Position(BsonValue? value) => value is not null && BsonNumber.TryToInt64(value, out var number) && number is >= 0 and <= int.MaxValue
        ? (int)number
        : throw new CommandException((ErrorCode)40097, "$indexOfArray requires nonnegative integral indexes");

    private static BsonValue? At(BsonArray array, int index)
    {
        var position = index < 0 ? array.Count + index : index;
        return position >= 0 && position < array.Count ? array[position] : null;
    }

    private static BsonValue Few(string name, BsonValue?[] values) => Expression.IsNullish(values[0]) ? BsonNull.Value
        : values[1] is { } given && BsonNumber.TryToInt64(given, out var count) && count > 0 ? RankedAccumulators.Few(name, [.. Items(name, values[0])], (int)Math.Min(count, int.MaxValue))
        : throw new CommandException((ErrorCode)5787908, $"'n' of {name} must be a positive integer");

    private static BsonArray Numbers(BsonValue? value) => value is BsonArray array ? array : [value ?? BsonNull.Value];

    private static BsonValue Zip(BsonValue?[] values)
    {
        var inputs = Items("$zip", values[0]);
        if (inputs.Count == 0)
        {
            throw new CommandException((ErrorCode)34465, "$zip requires at least one input array");
        }

        if (inputs.Any(Expression.IsNullish))
        {
            return BsonNull.Value;
        }

        var arrays = inputs.Select(input => Items("$zip", input)).ToList();
        var length = Expression.IsTrue(values[1]) ? arrays.Max(array => array.Count) : arrays.Min(array => array.Count);
        var defaults = values[2] as BsonArray;
        return new BsonArray(Enumerable.Range(0, length).Select(at => new BsonArray(arrays.Select((array, which) =>
            at < array.Count ? array[at] : defaults is not null && which < defaults.Count ? defaults[which] : BsonNull.Value))));
    }

    private static BsonArray Slice(BsonValue?[] values)
    {
        var array = Items("$slice", values[0]);
        var first = BsonNumber.TruncateToInt32(values[1] ?? 0);
        if (values.Length == 2)
        {
            return new BsonArray(first >= 0 ? array.Take(first) : array.Skip(Math.Max(0, array.Count + first)));
        }

        var start = first < 0 ? Math.Max(0, array.Count + first) : first;
        return new BsonArray(array.Skip(start).Take(BsonNumber.TruncateToInt32(values[2] ?? 0)));
    }

    private static BsonArray Range(BsonValue?[] values)
    {
        var (start, end) = ((long)Whole(values[0], "starting", 34444), Whole(values[1], "ending", 34446));
        var step = values.Length > 2 ? Whole(values[2], "step", 34448) : 1;
        if (step == 0)
        {
            throw new CommandException((ErrorCode)34449, "$range requires a non-zero step value");
        }

        var result = new BsonArray();
        for (var i = start; step > 0 ? i < end : i > end; i += step)
        {
            if (result.Count == MaxRange)
            {
                throw CommandException.BadValue("$range would create too large an array");
            }

            result.Add((int)i);
        }

        return result;
    }

    private static int Whole(BsonValue? value, string what, int code) => value is not null && BsonNumber.TryToInt64(value, out var number) && number is >= int.MinValue and <= int.MaxValue
        ? (int)number
        : throw new CommandException((ErrorCode)code, $"$range requires a {what} value that can be represented as a 32-bit integer");

    private static BsonValue SortArray(BsonValue?[] values)
    {
        if (Expression.IsNullish(values[0]))
        {
            return BsonNull.Value;
        }

        var items = Items("$sortArray", values[0]);
        return values[1] switch
        {
            BsonDocument pattern => new BsonArray(SortOrder.Parse(pattern).Sort(items, item => item as BsonDocument ?? [])),
            { IsNumeric: true } direction => new BsonArray(BsonNumber.ToDouble(direction) < 0
                ? items.OrderByDescending(item => item, BsonComparer.Instance)
                : items.OrderBy(item => item, BsonComparer.Instance)),
            _ => throw CommandException.BadValue("Invalid sort specification for $sortArray"),
        };
    }

    private static OperatorDefinition Over(string name, Func<BsonArray, BsonValue> function) =>
        new(1, 1, values => Expression.IsNullish(values[0]) ? BsonNull.Value : function(Items(name, values[0])));

    private static OperatorDefinition Sets(string name, Func<IEnumerable<BsonValue>, IEnumerable<BsonValue>, IEnumerable<BsonValue>> combine) =>
        new(1, int.MaxValue, values => Array.Exists(values, Expression.IsNullish)
            ? BsonNull.Value
            : new BsonArray(values.Select(value => Items(name, value).AsEnumerable()).Aggregate(combine).Distinct(BsonComparer.Instance).Order(BsonComparer.Instance)));

    private static BsonArray Items(string name, BsonValue? value) => value as BsonArray
        ?? throw CommandException.TypeMismatch($"{name} requires an array, found {BsonTypeNames.Of(value?.BsonType ?? BsonType.Null)}");
}
