using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Follows references from document to document, breadth first.</summary>
internal static class GraphLookupStage
{
    public static Stage Parse(BsonDocument specification, Variables variables)
    {
        var search = new Search(
            Text(specification, "from"),
            new BsonPath(Text(specification, "connectFromField")),
            new BsonPath(Text(specification, "connectToField")).Text,
            specification.Contains("depthField") ? new BsonPath(Text(specification, "depthField")) : null,
            specification.TryGetValue("maxDepth", out var most) && BsonNumber.TryToInt64(most, out var depth) ? depth : long.MaxValue,
            specification.GetValue("restrictSearchWithMatch", BsonNull.Value) as BsonDocument);
        var into = new BsonPath(Text(specification, "as"));
        var start = ExpressionParser.Parse(specification.TryGetValue("startWith", out var given) ? given : throw new CommandException((ErrorCode)40105, "$graphLookup requires 'startWith'"), variables);
        return (input, context) => input.Select(document =>
        {
            var result = (BsonDocument)document.Clone();
            FieldSetter.Set(result, into, new BsonArray(search.From(start.Evaluate(new EvaluationScope(document)), context)));
            return result;
        });
    }

    private static string Text(BsonDocument specification, string name) => specification.GetValue(name, BsonNull.Value) is BsonString { Value.Length: > 0 } text
        ? text.Value
        : throw new CommandException((ErrorCode)40105, $"$graphLookup requires the string '{name}'");

    private sealed record Search(string Collection, BsonPath FromField, string ToField, BsonPath? DepthField, long MaxDepth, BsonDocument? Restriction)
    {
        public List<BsonDocument> From(BsonValue? start, PipelineContext context)
        {
            var found = new Dictionary<BsonValue, BsonDocument>(BsonComparer.Instance);
            var asked = new HashSet<BsonValue>(BsonComparer.Instance);
            var frontier = Values(start);
            for (long depth = 0; frontier.Count > 0 && depth <= MaxDepth; depth++)
            {
                asked.UnionWith(frontier);
                var next = new HashSet<BsonValue>(BsonComparer.Instance);
                foreach (var document in context.Find(Collection, Condition(frontier), null))
                {
                    if (!found.TryAdd(document.GetValue("_id", BsonNull.Value), WithDepth(document, depth)))
                    {
                        continue;
                    }

                    next.UnionWith(FromField.Values(document).SelectMany(Values));
                }

                next.ExceptWith(asked);
                frontier = [.. next];
            }

            return [.. found.Values];
        }

        private static List<BsonValue> Values(BsonValue? value) => value switch
        {
            null => [],
            BsonArray array => [.. array],
            _ => [value],
        };

        private Filter Condition(List<BsonValue> values)
        {
            var condition = new BsonDocument(ToField, new BsonDocument("$in", new BsonArray(values)));
            return Filter.Parse(Restriction is null ? condition : new BsonDocument("$and", new BsonArray { condition, Restriction }));
        }

        private BsonDocument WithDepth(BsonDocument document, long depth)
        {
            if (DepthField is null)
            {
                return document;
            }

            var result = (BsonDocument)document.Clone();
            FieldSetter.Set(result, DepthField, depth);
            return result;
        }
    }
}
