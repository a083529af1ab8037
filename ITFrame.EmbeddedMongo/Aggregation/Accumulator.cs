using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Gathers one value from many, as $group does.</summary>
internal sealed class Accumulator
{
    private readonly Action<BsonValue?> _add;
    private readonly Func<BsonValue> _result;

    private Accumulator(Action<BsonValue?> add, Func<BsonValue> result)
    {
        _add = add;
        _result = result;
    }

    public BsonValue Result => _result();

    public static Func<Accumulator> Find(string name) => name switch
    {
        "$sum" => Sum,
        "$avg" => Average,
        "$min" => Minimum,
        "$max" => Maximum,
        "$first" => First,
        "$last" => Last,
        "$push" => Push,
        "$addToSet" => AddToSet,
        "$mergeObjects" => MergeObjects,
        "$concatArrays" => ConcatArrays,
        "$setUnion" => SetUnion,
        "$stdDevPop" => () => Deviation(sample: false),
        "$stdDevSamp" => () => Deviation(sample: true),
        _ => throw new CommandException((ErrorCode)15952, $"unknown group operator '{name}'"),
    };

    public static Accumulator Sum()
    {
        BsonValue total = new BsonInt32(0);
        return new Accumulator(
            value =>
            {
                if (value is not null && BsonNumber.Is(value))
                {
                    total = BsonNumber.Add(total, value);
                }
            },
            () => total);
    }

    public static Accumulator Average()
    {
        BsonValue total = new BsonInt64(0);
        var count = 0L;
        return new Accumulator(
            value =>
            {
                if (value is not null && BsonNumber.Is(value))
                {
                    total = BsonNumber.Add(total, value);
                    count++;
                }
            },
            () => count == 0 ? BsonNull.Value
                : BsonNumber.Divide(total, new BsonInt64(count)));
    }

    public static Accumulator Minimum() => Extreme(order => order < 0);

    public static Accumulator Maximum() => Extreme(order => order > 0);

    public void Add(BsonValue? value) => _add(value);

    /// <summary>Keeps all values and makes something of them at the end.</summary>
    public static Accumulator Of(Func<IReadOnlyList<BsonValue>, BsonValue> result, bool keepsMissing)
    {
        var items = new List<BsonValue>();
        return new Accumulator(
            value =>
            {
                if (value is not null || keepsMissing)
                {
                    items.Add(value ?? BsonNull.Value);
                }
            },
            () => result(items));
    }

    private static Accumulator Extreme(Func<int, bool> isBetter)
    {
        BsonValue? best = null;
        return new Accumulator(
            value =>
            {
                if (!Expression.IsNullish(value) && (best is null || isBetter(BsonComparer.Instance.Compare(value, best))))
                {
                    best = value;
                }
            },
            () => best ?? BsonNull.Value);
    }

    private static Accumulator First()
    {
        BsonValue? first = null;
        var any = false;
        return new Accumulator(
            value =>
            {
                first = any ? first : value;
                any = true;
            },
            () => first ?? BsonNull.Value);
    }

    private static Accumulator Last()
    {
        BsonValue? last = null;
        return new Accumulator(value => last = value, () => last ?? BsonNull.Value);
    }

    private static Accumulator Push()
    {
        var items = new BsonArray();
        return new Accumulator(
            value =>
            {
                if (value is not null)
                {
                    items.Add(value);
                }
            },
            () => items);
    }

    private static Accumulator AddToSet()
    {
        var items = new HashSet<BsonValue>(BsonComparer.Instance);
        return new Accumulator(
            value =>
            {
                if (value is not null)
                {
                    items.Add(value);
                }
            },
            () => new BsonArray(items));
    }

    private static Accumulator ConcatArrays() => Of(items => new BsonArray(items.SelectMany(Items)), keepsMissing: false);

    private static Accumulator SetUnion() => Of(items => new BsonArray(new HashSet<BsonValue>(items.SelectMany(Items), BsonComparer.Instance)), keepsMissing: false);

    private static BsonArray Items(BsonValue value) => value as BsonArray ?? throw CommandException.TypeMismatch("the accumulator requires arrays");

    private static Accumulator MergeObjects()
    {
        var result = new BsonDocument();
        return new Accumulator(
            value =>
            {
                if (value is BsonDocument document)
                {
                    result.Merge(document, overwriteExistingElements: true);
                }
            },
            () => result);
    }

    private static Accumulator Deviation(bool sample)
    {
        var (count, mean, squares) = (0L, 0.0, 0.0);
        return new Accumulator(
            value =>
            {
                if (value is not null && BsonNumber.Is(value))
                {
                    count++;
                    var delta = BsonNumber.ToDouble(value) - mean;
                    mean += delta / count;
                    squares += delta * (BsonNumber.ToDouble(value) - mean);
                }
            },
            () => count > (sample ? 1 : 0) ? new BsonDouble(Math.Sqrt(squares / (sample ? count - 1 : count))) : BsonNull.Value);
    }
}
