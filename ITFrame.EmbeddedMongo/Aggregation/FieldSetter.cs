using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Sets and removes computed fields in place; through arrays, in each element.</summary>
internal static class FieldSetter
{
    public static void Set(BsonDocument document, BsonPath path, BsonValue value) => Set(document, path.Parts, 0, value);

    public static void Remove(BsonValue document, BsonPath path) => Remove(document, path.Parts, 0);

    private static void Set(BsonDocument document, IReadOnlyList<string> parts, int depth, BsonValue value)
    {
        var name = parts[depth];
        if (depth == parts.Count - 1)
        {
            document[name] = value;
            return;
        }

        document[name] = document.TryGetValue(name, out var inner) ? Within(inner, parts, depth + 1, value) : Within(BsonNull.Value, parts, depth + 1, value);
    }

    private static BsonValue Within(BsonValue current, IReadOnlyList<string> parts, int depth, BsonValue value)
    {
        if (current is BsonArray array)
        {
            return new BsonArray(array.Select(item => Within(item, parts, depth, value)));
        }

        // The document may be shared with the one that it was read from.
        var target = current is BsonDocument document ? (BsonDocument)document.Clone() : [];
        Set(target, parts, depth, value);
        return target;
    }

    private static void Remove(BsonValue value, IReadOnlyList<string> parts, int depth)
    {
        switch (value)
        {
            case BsonDocument document when depth == parts.Count - 1:
                document.Remove(parts[depth]);
                break;
            case BsonDocument document when document.TryGetValue(parts[depth], out var inner):
                Remove(inner, parts, depth + 1);
                break;
            case BsonArray array:
                foreach (var item in array)
                {
                    Remove(item, parts, depth);
                }

                break;
            default:
                break;
        }
    }
}
