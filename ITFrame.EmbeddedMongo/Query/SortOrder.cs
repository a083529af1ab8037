using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>A sort specification.</summary>
internal sealed class SortOrder
{
    private readonly (BsonPath Path, bool Descending)[] _fields;

    private SortOrder((BsonPath, bool)[] fields) => _fields = fields;

    public IReadOnlyList<(BsonPath Path, bool Descending)> Fields => _fields;

    /// <summary>The direction of a sort on $natural alone: the order of storage.</summary>
    public bool? NaturalDescending => _fields is [var (path, descending)] && path.Text == "$natural" ? descending : null;

    public static SortOrder Parse(BsonDocument specification) => new(specification.Select(element => (new BsonPath(element.Name), IsDescending(element))).ToArray());

    public static SortOrder? ParseOptional(BsonValue? specification) => specification switch
    {
        null or BsonNull or BsonDocument { ElementCount: 0 } => null,
        BsonDocument document => Parse(document),
        _ => throw CommandException.TypeMismatch("Expected field sort to be of type object"),
    };

    /// <summary>Sorts stably; with a limit, holds no more than a small multiple of it.</summary>
    public IEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, BsonDocument> document, int? limit = null)
    {
        var comparer = Comparer<(BsonValue?[] Keys, T Item)>.Create((left, right) => CompareKeys(left.Keys, right.Keys));
        var kept = new List<(BsonValue?[] Keys, T Item)>();
        foreach (var item in items)
        {
            kept.Add((KeysOf(document(item)), item));
            if (limit is { } count and > 0 && kept.Count >= (count * 2L) + 1000)
            {
                kept = kept.Order(comparer).Take(count).ToList();
            }
        }

        var sorted = kept.Order(comparer).Select(entry => entry.Item);
        return limit is { } number and > 0 ? sorted.Take(number) : sorted;
    }

    public int Compare(BsonDocument left, BsonDocument right) => CompareKeys(KeysOf(left), KeysOf(right));

    private static bool IsDescending(BsonElement element) => element.Value switch
    {
        _ when BsonNumber.TryToInt64(element.Value, out var direction) && direction is 1 or -1 => direction == -1,
        BsonDocument => throw CommandException.BadValue("$meta sort is not supported"),
        _ => throw CommandException.BadValue("$sort key ordering must be 1 (for ascending) or -1 (for descending)"),
    };

    private BsonValue?[] KeysOf(BsonDocument document)
    {
        var keys = new BsonValue?[_fields.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = KeyOf(document, _fields[i].Path, _fields[i].Descending);
        }

        return keys;
    }

    // Of an array, the least element counts when ascending and the greatest when descending.
    private static BsonValue? KeyOf(BsonDocument document, BsonPath path, bool descending)
    {
        var values = path.Values(document);
        if (values is [not BsonArray])
        {
            return values[0];
        }

        BsonValue? best = null;
        var any = false;
        foreach (var value in values.SelectMany(Expand))
        {
            var order = any ? BsonComparer.Instance.Compare(value, best) : 0;
            if (!any || (descending ? order > 0 : order < 0))
            {
                best = value;
                any = true;
            }
        }

        return best;
    }

    private static IEnumerable<BsonValue?> Expand(BsonValue? value) => value switch
    {
        BsonArray { Count: 0 } => [BsonUndefined.Value],
        BsonArray array => array,
        _ => [value],
    };

    private int CompareKeys(BsonValue?[] left, BsonValue?[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var order = BsonComparer.Instance.Compare(left[i], right[i]);
            if (order != 0)
            {
                return _fields[i].Descending ? -order : order;
            }
        }

        return 0;
    }
}
