using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>Reads and changes the value at a concrete path, creating what is missing on the way as MongoDB does.</summary>
internal static class UpdatePath
{
    private const int MaxPadding = 1_500_000;

    public static BsonValue? Get(BsonDocument document, string[] path)
    {
        BsonValue current = document;
        foreach (var part in path)
        {
            switch (current)
            {
                case BsonDocument inner when inner.TryGetValue(part, out var value):
                    current = value;
                    break;
                case BsonArray array when BsonPath.TryGetIndex(part, out var index) && index < array.Count:
                    current = array[index];
                    break;
                default:
                    return null;
            }
        }

        return current;
    }

    public static void Set(BsonDocument document, string[] path, BsonValue value)
    {
        BsonValue current = document;
        for (var i = 0; i < path.Length; i++)
        {
            var next = i == path.Length - 1 ? value : null;
            current = Step(current, path, i, next);
        }
    }

    public static void Remove(BsonDocument document, string[] path)
    {
        var parent = path.Length == 1 ? document : Get(document, path[..^1]);
        switch (parent)
        {
            case BsonDocument inner:
                inner.Remove(path[^1]);
                break;
            case BsonArray array when BsonPath.TryGetIndex(path[^1], out var index) && index < array.Count:
                // The other elements keep their places.
                array[index] = BsonNull.Value;
                break;
            default:
                break;
        }
    }

    private static BsonValue Step(BsonValue current, string[] path, int depth, BsonValue? final)
    {
        var part = path[depth];
        switch (current)
        {
            case BsonDocument document:
                if (final is not null)
                {
                    document[part] = final;
                    return final;
                }

                if (!document.TryGetValue(part, out var inner))
                {
                    inner = new BsonDocument();
                    document[part] = inner;
                }

                return inner;
            case BsonArray array when BsonPath.TryGetIndex(part, out var index):
                if (index > array.Count + MaxPadding)
                {
                    throw CommandException.BadValue($"can't backfill more than {MaxPadding} elements");
                }

                while (array.Count < index)
                {
                    array.Add(BsonNull.Value);
                }

                if (index == array.Count)
                {
                    array.Add(final ?? new BsonDocument());
                }
                else if (final is not null)
                {
                    array[index] = final;
                }

                return array[index];
            default:
                throw new CommandException(ErrorCode.PathNotViable, $"Cannot create field '{part}' in element {{{(depth == 0 ? "" : path[depth - 1])}: {BsonText.Of(current)}}}");
        }
    }
}
