using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>$densify: adds documents where a sequence of numbers or dates has gaps.</summary>
internal static class DensifyStage
{
    private const int MaxAdded = 500_000;

    public static Stage Parse(BsonDocument specification)
    {
        var path = new BsonPath(specification.GetValue("field", BsonNull.Value) is BsonString name ? name.Value : throw new CommandException((ErrorCode)40414, "$densify needs 'field'"));
        var fields = specification.GetValue("partitionByFields", BsonNull.Value) is BsonArray list ? list.Select(field => new BsonPath(BsonFields.Text(field, "partitionByFields")).Text).ToList() : [];
        var range = specification.GetValue("range", BsonNull.Value) as BsonDocument ?? throw new CommandException((ErrorCode)40414, "$densify needs 'range'");
        var unit = range.GetValue("unit", BsonNull.Value) is BsonString text ? text.Value : null;
        var step = range.GetValue("step", BsonNull.Value) is { IsNumeric: true } given && BsonNumber.ToDouble(given) > 0 ? given : throw new CommandException((ErrorCode)5733401, "the step of $densify must be positive");
        var bounds = range.GetValue("bounds", BsonNull.Value);
        var order = SortOrder.Parse(new BsonDocument(path.Text, 1));
        return (input, _) =>
        {
            var documents = input.ToList();
            var full = bounds is BsonString { Value: "full" } ? Extremes(documents, path) : null;
            var partitions = Partitions.Of(documents, fields.Count == 0 ? null : Partitions.ByFields(fields), order);
            return partitions.SelectMany(partition => Fill(partition, path, fields, Limits(bounds, full, partition, path), unit is null ? BsonNumber.ToDouble(step) : null, value => Next(value, step, unit)));
        };
    }

    private static (BsonValue Low, BsonValue High, bool IncludesHigh)? Limits(BsonValue bounds, (BsonValue Low, BsonValue High)? full, List<BsonDocument> partition, BsonPath path) => bounds switch
    {
        BsonArray { Count: 2 } pair => (pair[0], pair[1], false),
        BsonString { Value: "full" } => full is { } whole ? (whole.Low, whole.High, true) : null,
        BsonString { Value: "partition" } => Extremes(partition, path) is { } own ? (own.Low, own.High, true) : null,
        _ => throw new CommandException((ErrorCode)5946802, "the bounds of $densify must be 'full', 'partition' or two values"),
    };

    private static (BsonValue Low, BsonValue High)? Extremes(List<BsonDocument> documents, BsonPath path)
    {
        var values = documents.Select(path.Single).OfType<BsonValue>().Where(value => !Expression.IsNullish(value)).Order(BsonComparer.Instance).ToList();
        return values.Count == 0 ? null : (values[0], values[^1]);
    }

    private static IEnumerable<BsonDocument> Fill(
        List<BsonDocument> partition, BsonPath path, List<string> fields, (BsonValue Low, BsonValue High, bool IncludesHigh)? limits, double? step, Func<BsonValue, BsonValue> next)
    {
        if (limits is not var (low, high, includesHigh))
        {
            return partition;
        }

        // What would be too many is refused before it is made.
        if (step is { } distance && BsonNumber.Is(low) && BsonNumber.Is(high) && (BsonNumber.ToDouble(high) - BsonNumber.ToDouble(low)) / distance > MaxAdded + partition.Count)
        {
            throw TooMany();
        }

        var there = new HashSet<BsonValue>(partition.Select(path.Single).OfType<BsonValue>(), BsonComparer.Instance);
        var result = new List<BsonDocument>(partition);
        BsonValue? before = null;
        for (var value = low; BsonComparer.Instance.Compare(value, high) is var order && (order < 0 || (includesHigh && order == 0)); value = next(value))
        {
            if (before is not null && BsonComparer.Instance.Compare(value, before) <= 0)
            {
                throw new CommandException((ErrorCode)5733401, "the step of $densify is too small to move on from a value");
            }

            before = value;
            if (result.Count - partition.Count > MaxAdded)
            {
                throw TooMany();
            }

            if (!there.Contains(value))
            {
                result.Add(New(partition, path, fields, value));
            }
        }

        return SortOrder.Parse(new BsonDocument(path.Text, 1)).Sort(result, document => document);
    }

    private static CommandException TooMany() => new((ErrorCode)5897900, "Generated too many documents in $densify");

    private static BsonDocument New(List<BsonDocument> partition, BsonPath path, List<string> fields, BsonValue value)
    {
        var document = new BsonDocument();
        foreach (var field in fields)
        {
            if (new BsonPath(field).Single(partition[0]) is { } shared)
            {
                FieldSetter.Set(document, new BsonPath(field), shared);
            }
        }

        FieldSetter.Set(document, path, value);
        return document;
    }

    private static BsonValue Next(BsonValue value, BsonValue step, string? unit) => value switch
    {
        BsonDateTime date when unit is not null => Dates.Add(date, unit, BsonNumber.Truncate(step), TimeZoneInfo.Utc),
        _ when BsonNumber.Is(value) && unit is null => BsonNumber.Add(value, step),
        _ => throw new CommandException((ErrorCode)5733201, "$densify needs numbers, or dates with a 'unit'"),
    };
}
