using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>Which element of an array made a query match: what the positional operator stands for.</summary>
internal static class ArrayMatch
{
    /// <summary>The first element that satisfies every condition on the array by itself; null when the query does not say.</summary>
    public static int? FirstIndex(BsonDocument document, BsonArray array, string path, Filter filter)
    {
        var conditions = On(filter.Root, document, path).ToList();
        if (conditions.Count == 0)
        {
            return null;
        }

        for (var i = 0; i < array.Count; i++)
        {
            var probe = new BsonDocument();
            FieldSetter.Set(probe, new BsonPath(path), new BsonArray { array[i] });
            if (conditions.TrueForAll(condition => condition.Matches(probe)))
            {
                return i;
            }
        }

        return null;
    }

    // Of alternatives, the one counts that the document satisfies.
    private static IEnumerable<Condition> On(Condition condition, BsonDocument document, string path) => condition switch
    {
        AllOf all => all.Conditions.SelectMany(inner => On(inner, document, path)),
        AnyOf any => any.Conditions.Where(inner => inner.Matches(document)).Select(inner => On(inner, document, path).ToList()).FirstOrDefault(found => found.Count > 0) ?? [],
        FieldMatches field when field.Path.Text == path || field.Path.Text.StartsWith(path + ".", StringComparison.Ordinal) => [field],
        _ => [],
    };
}
