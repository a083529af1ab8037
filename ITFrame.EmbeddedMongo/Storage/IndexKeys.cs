using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>The keys under which an index lists a document.</summary>
internal static class IndexKeys
{
    public static List<byte[]> Of(IndexDefinition index, BsonDocument document, out bool isMultikey)
    {
        isMultikey = false;
        var values = new List<BsonValue?>[index.Fields.Count];
        var present = false;
        string? arrayPath = null;
        for (var i = 0; i < index.Fields.Count; i++)
        {
            var found = Expand(index.Fields[i], document, out var isArray);
            values[i] = found;
            present |= found.Exists(value => value is not null);
            if (isArray)
            {
                isMultikey = true;
                var root = index.Fields[i].Path.First;
                if (arrayPath is not null && arrayPath != root)
                {
                    throw new CommandException(ErrorCode.CannotIndexParallelArrays, $"cannot index parallel arrays [{root}] [{arrayPath}]");
                }

                arrayPath = root;
            }
        }

        if (index.IsSparse && !present)
        {
            return [];
        }

        return Combine(index, values);
    }

    private static List<BsonValue?> Expand(IndexField field, BsonDocument document, out bool isArray)
    {
        var found = field.Path.Values(document);
        isArray = found.Count != 1;
        var result = new List<BsonValue?>(found.Count);
        foreach (var value in found)
        {
            if (value is BsonArray array)
            {
                isArray = true;
                if (array.Count == 0)
                {
                    result.Add(BsonUndefined.Value);
                }

                result.AddRange(array);
            }
            else
            {
                result.Add(value);
            }
        }

        if (result.Count == 0)
        {
            result.Add(null);
        }

        return result;
    }

    private static List<byte[]> Combine(IndexDefinition index, List<BsonValue?>[] values)
    {
        var keys = new List<byte[]> { Array.Empty<byte>() };
        for (var i = 0; i < values.Length; i++)
        {
            var descending = index.Fields[i].IsDescending;
            var next = new List<byte[]>(keys.Count * values[i].Count);
            foreach (var prefix in keys)
            {
                foreach (var value in values[i])
                {
                    next.Add(new KeyEncoder().AppendRaw(prefix).Append(value, descending).ToArray());
                }
            }

            keys = next;
        }

        return keys.Count == 1 ? keys : keys.DistinctBy(Convert.ToHexString).ToList();
    }
}
