using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>$fill: values for fields that are missing or null.</summary>
internal static class FillStage
{
    public static Stage Parse(BsonDocument specification, Variables variables)
    {
        var order = SortOrder.ParseOptional(specification.GetValue("sortBy", BsonNull.Value));
        var key = specification.TryGetValue("partitionBy", out var by) ? ExpressionParser.Parse(by, variables)
            : specification.GetValue("partitionByFields", BsonNull.Value) is BsonArray fields ? Partitions.ByFields(fields.Select(field => BsonFields.Text(field, "partitionByFields")))
            : null;
        if (specification.GetValue("output", BsonNull.Value) is not BsonDocument output)
        {
            throw CommandException.FailedToParse("$fill needs 'output'");
        }

        var fills = output.Select(element => (Path: new BsonPath(element.Name), Fill: Method(element, order, variables))).ToList();
        return (input, _) => Partitions.Of(input, key, order).SelectMany(partition => Run(partition, fills));
    }

    private static WindowFunction Method(BsonElement field, SortOrder? order, Variables variables)
    {
        var path = new FieldPath(null, field.Name.Split('.'));
        var options = field.Value as BsonDocument ?? [];
        if (options.TryGetValue("value", out var given))
        {
            var expression = ExpressionParser.Parse(given, variables);
            return partition => partition.Select(document =>
            {
                var scope = new EvaluationScope(document);
                return path.Evaluate(scope) is { } value && !Expression.IsNullish(value) ? value : expression.Evaluate(scope) ?? BsonNull.Value;
            }).ToList();
        }

        return options.GetValue("method", BsonNull.Value) switch
        {
            BsonString { Value: "locf" } => partition => Filling.CarryForward(Evaluate(partition, path)),
            BsonString { Value: "linear" } when order is { Fields: [var by] } => partition => Filling.Interpolate(Evaluate(partition, path), Evaluate(partition, new FieldPath(null, [.. by.Path.Parts]))),
            _ => throw CommandException.FailedToParse($"'{field.Name}' of $fill needs a 'value', or a 'method' of locf or linear (with one sort field)"),
        };
    }

    private static List<BsonValue> Evaluate(IReadOnlyList<BsonDocument> partition, FieldPath path) =>
        partition.Select(document => path.Evaluate(new EvaluationScope(document)) ?? BsonNull.Value).ToList();

    private static List<BsonDocument> Run(List<BsonDocument> partition, List<(BsonPath Path, WindowFunction Fill)> fills)
    {
        var results = partition.ConvertAll(document => (BsonDocument)document.Clone());
        foreach (var (path, fill) in fills)
        {
            var values = fill(partition);
            for (var i = 0; i < results.Count; i++)
            {
                FieldSetter.Set(results[i], path, values[i]);
            }
        }

        return results;
    }
}
