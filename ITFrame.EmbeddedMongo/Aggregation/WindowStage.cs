using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>$setWindowFields: fields computed from the documents around each one in its partition.</summary>
internal static class WindowStage
{
    public static Stage Parse(BsonDocument specification, Variables variables)
    {
        var key = specification.TryGetValue("partitionBy", out var by) ? ExpressionParser.Parse(by, variables) : null;
        var order = SortOrder.ParseOptional(specification.GetValue("sortBy", BsonNull.Value));
        if (specification.GetValue("output", BsonNull.Value) is not BsonDocument output)
        {
            throw CommandException.FailedToParse("$setWindowFields needs 'output'");
        }

        var fields = output.Select(element => (Path: new BsonPath(element.Name), Compute: WindowFunctions.Parse(element, order, variables))).ToList();
        return (input, _) => Partitions.Of(input, key, order).SelectMany(partition => Run(partition, fields));
    }

    private static List<BsonDocument> Run(List<BsonDocument> partition, List<(BsonPath Path, WindowFunction Compute)> fields)
    {
        var results = partition.ConvertAll(document => (BsonDocument)document.Clone());
        foreach (var (path, compute) in fields)
        {
            var values = compute(partition);
            for (var i = 0; i < results.Count; i++)
            {
                FieldSetter.Set(results[i], path, values[i]);
            }
        }

        return results;
    }
}
