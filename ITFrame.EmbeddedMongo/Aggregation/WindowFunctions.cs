using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>What can be computed over the documents of a partition.</summary>
internal static class WindowFunctions
{
    public static WindowFunction Parse(BsonElement field, SortOrder? order, Variables variables)
    {
        if (field.Value is not BsonDocument { ElementCount: > 0 } specification)
        {
            throw CommandException.FailedToParse($"The field '{field.Name}' must be an object with a window function");
        }

        var operation = specification.Elements.FirstOrDefault(element => element.Name != "window");
        switch (operation.Name)
        {
            case "$rank" or "$denseRank" or "$documentNumber":
                return Rank(operation.Name, Demand(order, operation.Name));
            case "$shift":
                Demand(order, "$shift");
                return Shift(BsonFields.Document(operation.Value, "$shift"), variables);
            case "$locf":
                var carried = ExpressionParser.Parse(operation.Value, variables);
                return partition => Filling.CarryForward(Evaluate(partition, carried));
            case "$linearFill":
                var known = ExpressionParser.Parse(operation.Value, variables);
                var position = new FieldPath(null, [.. Demand(order, "$linearFill").Fields[0].Path.Parts]);
                return partition => Filling.Interpolate(Evaluate(partition, known), Evaluate(partition, position));
            case "$expMovingAvg":
                return MovingAverage(BsonFields.Document(operation.Value, "$expMovingAvg"), variables);
            case "$derivative" or "$integral" or "$covariancePop" or "$covarianceSamp":
                throw new CommandException(ErrorCode.NotImplemented, $"the window function {operation.Name} is not supported by this stand-in");
            default:
                var accumulator = AccumulatorField.Parse(new BsonElement("value", new BsonDocument(operation)), variables);
                var window = WindowBounds.Parse(specification.GetValue("window", BsonNull.Value), order);
                return partition => Accumulate(partition, accumulator, window);
        }
    }

    private static List<BsonValue> Accumulate(IReadOnlyList<BsonDocument> partition, AccumulatorField field, WindowBounds window)
    {
        var values = partition.Select(document => field.Value.Evaluate(new EvaluationScope(document))).ToList();
        return Enumerable.Range(0, partition.Count).Select(at =>
        {
            var (first, last) = window.Around(partition, at);
            var accumulator = field.Create(new EvaluationScope(partition[at]));
            for (var i = first; i <= last; i++)
            {
                accumulator.Add(values[i]);
            }

            return accumulator.Result;
        }).ToList();
    }

    private static WindowFunction Rank(string name, SortOrder order) => partition =>
    {
        var ranks = new List<BsonValue>();
        var (rank, dense) = (0L, 0L);
        for (var i = 0; i < partition.Count; i++)
        {
            if (i == 0 || order.Compare(partition[i - 1], partition[i]) != 0)
            {
                (rank, dense) = (i + 1, dense + 1);
            }

            ranks.Add(Narrow(name switch { "$rank" => rank, "$denseRank" => dense, _ => i + 1 }));
        }

        return ranks;
    };

    private static BsonValue Narrow(long number) => number <= int.MaxValue ? new BsonInt32((int)number) : new BsonInt64(number);

    private static WindowFunction Shift(BsonDocument options, Variables variables)
    {
        var output = ExpressionParser.Parse(BsonFields.Required(options, "output"), variables);
        var by = (long)BsonFields.Int32(BsonFields.Required(options, "by"), "by");
        var otherwise = options.TryGetValue("default", out var given) ? ExpressionParser.Parse(given, variables).Evaluate(new EvaluationScope([])) : null;
        return partition => Enumerable.Range(0, partition.Count)
            .Select(at => at + by >= 0 && at + by < partition.Count
                ? output.Evaluate(new EvaluationScope(partition[(int)(at + by)])) ?? BsonNull.Value
                : otherwise ?? BsonNull.Value)
            .ToList();
    }

    private static WindowFunction MovingAverage(BsonDocument options, Variables variables)
    {
        var input = ExpressionParser.Parse(BsonFields.Required(options, "input"), variables);
        var alpha = options.TryGetValue("N", out var number) ? 2.0 / (BsonFields.Number(number, "N") + 1) : BsonFields.Number(BsonFields.Required(options, "alpha"), "alpha");
        return partition =>
        {
            double? average = null;
            return Evaluate(partition, input).Select(value =>
            {
                if (!BsonNumber.Is(value))
                {
                    return average is { } last ? new BsonDouble(last) : BsonNull.Value;
                }

                average = average is { } before ? (BsonNumber.ToDouble(value) * alpha) + (before * (1 - alpha)) : BsonNumber.ToDouble(value);
                return (BsonValue)new BsonDouble(average.Value);
            }).ToList();
        };
    }

    private static List<BsonValue> Evaluate(IReadOnlyList<BsonDocument> partition, Expression expression) =>
        partition.Select(document => expression.Evaluate(new EvaluationScope(document)) ?? BsonNull.Value).ToList();

    private static SortOrder Demand(SortOrder? order, string name) =>
        order ?? throw new CommandException((ErrorCode)5371602, $"{name} must be specified with a top level sortBy expression");
}
