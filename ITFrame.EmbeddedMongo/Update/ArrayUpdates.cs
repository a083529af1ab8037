using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>The update operators on arrays.</summary>
internal static class ArrayUpdates
{
    public static void Push(BsonDocument document, string[] path, BsonValue operand)
    {
        var options = operand as BsonDocument;
        var isEach = options?.Contains("$each") == true;
        if (isEach && options!.Names.FirstOrDefault(name => name is not ("$each" or "$slice" or "$sort" or "$position")) is { } unknown)
        {
            throw CommandException.BadValue($"Unrecognized clause in $push: {unknown}");
        }

        var items = isEach ? Each(options!) : [operand];
        var array = Existing(document, path, "$push") ?? [];
        var position = isEach && options!.TryGetValue("$position", out var given) ? BsonNumber.TruncateToInt32(given) : array.Count;
        position = position < 0 ? Math.Max(0, array.Count + position) : Math.Min(position, array.Count);
        foreach (var item in items)
        {
            array.Insert(position++, item);
        }

        if (isEach)
        {
            array = Arrange(array, options!);
        }

        UpdatePath.Set(document, path, array);
    }

    public static void AddToSet(BsonDocument document, string[] path, BsonValue operand)
    {
        var items = operand is BsonDocument options && options.Contains("$each") ? Each(options) : [operand];
        var array = Existing(document, path, "$addToSet") ?? [];
        foreach (var item in items)
        {
            if (!array.Contains(item, BsonComparer.Instance))
            {
                array.Add(item);
            }
        }

        UpdatePath.Set(document, path, array);
    }

    public static void Pull(BsonDocument document, string[] path, BsonValue operand)
    {
        if (Existing(document, path, "$pull") is not { } array)
        {
            return;
        }

        Func<BsonValue, bool> removes;
        if (operand is BsonDocument condition && FilterParser.IsOperatorDocument(condition))
        {
            var filter = Filter.Parse(new BsonDocument("v", condition));
            removes = item => filter.Matches(new BsonDocument("v", item));
        }
        else if (operand is BsonDocument query)
        {
            var filter = Filter.Parse(query);
            removes = item => item is BsonDocument element && filter.Matches(element);
        }
        else if (operand is BsonRegularExpression)
        {
            var filter = Filter.Parse(new BsonDocument("v", operand));
            removes = item => filter.Matches(new BsonDocument("v", item));
        }
        else
        {
            removes = item => BsonComparer.Instance.Equals(item, operand);
        }

        UpdatePath.Set(document, path, new BsonArray(array.Where(item => !removes(item))));
    }

    public static void PullAll(BsonDocument document, string[] path, BsonValue operand)
    {
        if (operand is not BsonArray values)
        {
            throw CommandException.BadValue("$pullAll requires an array argument");
        }

        if (Existing(document, path, "$pullAll") is { } array)
        {
            UpdatePath.Set(document, path, new BsonArray(array.Where(item => !values.Contains(item, BsonComparer.Instance))));
        }
    }

    public static void Pop(BsonDocument document, string[] path, BsonValue operand)
    {
        if (!BsonNumber.TryToInt64(operand, out var end) || end is not (1 or -1))
        {
            throw CommandException.FailedToParse($"$pop expects 1 or -1, found: {BsonText.Of(operand)}");
        }

        if (Existing(document, path, "$pop") is { Count: > 0 } array)
        {
            array.RemoveAt(end == 1 ? array.Count - 1 : 0);
        }
    }

    private static BsonArray? Existing(BsonDocument document, string[] path, string name) => UpdatePath.Get(document, path) switch
    {
        null => null,
        BsonArray array => array,
        var other => throw CommandException.BadValue($"The field '{string.Join('.', path)}' must be an array but is of type {BsonTypeNames.Of(other.BsonType)} ({name})"),
    };

    private static BsonArray Each(BsonDocument options) => options["$each"] as BsonArray
        ?? throw CommandException.BadValue("The argument to $each must be an array");

    private static BsonArray Arrange(BsonArray array, BsonDocument options)
    {
        var items = array.AsEnumerable();
        if (options.TryGetValue("$sort", out var sort))
        {
            items = sort switch
            {
                BsonDocument pattern => SortOrder.Parse(pattern).Sort(items, item => item as BsonDocument ?? []),
                _ when BsonNumber.TryToInt64(sort, out var direction) && direction < 0 => items.OrderByDescending(item => item, BsonComparer.Instance),
                _ => items.OrderBy(item => item, BsonComparer.Instance),
            };
        }

        if (options.TryGetValue("$slice", out var slice))
        {
            var count = BsonNumber.TruncateToInt32(slice);
            items = count >= 0 ? items.Take(count) : items.TakeLast(-count);
        }

        return new BsonArray(items);
    }
}
