using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Accumulators with options of their own: the first, last, least, greatest or best-sorted few, and percentiles.</summary>
internal static class RankedAccumulators
{
    public static (Func<EvaluationScope, Accumulator> Create, Expression Value)? TryParse(BsonElement operation, Variables variables)
    {
        switch (operation.Name)
        {
            case "$firstN" or "$lastN" or "$minN" or "$maxN":
                var few = Options(operation, "input", "n");
                var number = ExpressionParser.Parse(few["n"], variables);
                return (scope => Accumulator.Of(items => Few(operation.Name, items, Count(operation.Name, number, scope)), keepsMissing: operation.Name is "$firstN" or "$lastN"), ExpressionParser.Parse(few["input"], variables));
            case "$top" or "$bottom" or "$topN" or "$bottomN":
                return Sorted(operation, variables);
            case "$median":
                var median = Options(operation, "input", "method");
                return (_ => Accumulator.Of(items => Percentiles.Of(items, [0.5])[0], keepsMissing: false), ExpressionParser.Parse(median["input"], variables));
            case "$percentile":
                var percentile = Options(operation, "input", "p", "method");
                var shares = ExpressionParser.Parse(percentile["p"], variables);
                return (scope => Accumulator.Of(items => Percentiles.Of(items, Percentiles.Shares(shares.Evaluate(scope))), keepsMissing: false), ExpressionParser.Parse(percentile["input"], variables));
            default:
                return null;
        }
    }

    public static BsonArray Few(string name, IReadOnlyList<BsonValue> items, int count) => new(name switch
    {
        "$firstN" => items.Take(count),
        "$lastN" => items.TakeLast(count),
        "$minN" => items.Where(item => !Expression.IsNullish(item)).Order(BsonComparer.Instance).Take(count),
        _ => items.Where(item => !Expression.IsNullish(item)).OrderDescending(BsonComparer.Instance).Take(count),
    });

    private static (Func<EvaluationScope, Accumulator> Create, Expression Value) Sorted(BsonElement operation, Variables variables)
    {
        var isOne = operation.Name is "$top" or "$bottom";
        var isBottom = operation.Name is "$bottom" or "$bottomN";
        var options = isOne ? Options(operation, "sortBy", "output") : Options(operation, "sortBy", "output", "n");
        var order = SortOrder.Parse(BsonFields.Document(options["sortBy"], "sortBy"));
        var number = isOne ? new Constant(1) : ExpressionParser.Parse(options["n"], variables);
        var value = new DocumentOf([("key", new FieldPath(null, [])), ("output", ExpressionParser.Parse(options["output"], variables))]);
        return (scope => Accumulator.Of(items => Result(items, Count(operation.Name, number, scope)), keepsMissing: false), value);

        BsonValue Result(IReadOnlyList<BsonValue> items, int count)
        {
            var sorted = order.Sort(items, item => item["key"].AsBsonDocument).Select(item => item.AsBsonDocument.GetValue("output", BsonNull.Value));
            var few = new BsonArray(isBottom ? sorted.TakeLast(count) : sorted.Take(count));
            return isOne ? few.Count == 0 ? BsonNull.Value : few[0] : few;
        }
    }

    private static BsonDocument Options(BsonElement operation, params ReadOnlySpan<string> names)
    {
        var options = operation.Value as BsonDocument ?? throw new CommandException((ErrorCode)5787801, $"specification must be an object; found {operation.Name}: {BsonText.Of(operation.Value)}");
        foreach (var name in names)
        {
            if (!options.Contains(name))
            {
                throw new CommandException((ErrorCode)5787906, $"Missing value for '{name}' of {operation.Name}");
            }
        }

        return options;
    }

    private static int Count(string name, Expression number, EvaluationScope scope) =>
        number.Evaluate(scope) is { } value && BsonNumber.TryToInt64(value, out var count) && count > 0
            ? (int)Math.Min(count, int.MaxValue)
            : throw new CommandException((ErrorCode)5787908, $"'n' of {name} must be a positive integer");
}
