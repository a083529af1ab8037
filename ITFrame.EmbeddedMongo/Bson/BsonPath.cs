using System.Globalization;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>A dotted field path, split once.</summary>
internal sealed class BsonPath
{
    private readonly string[] _parts;

    public BsonPath(string text)
    {
        Text = BsonFields.Name(text);
        _parts = text.Split('.');
        if (_parts.Length > BsonLimits.MaxDepth)
        {
            throw CommandException.BadValue($"a field path may have no more than {BsonLimits.MaxDepth} parts");
        }
    }

    public string Text { get; }

    public IReadOnlyList<string> Parts => _parts;

    public string First => _parts[0];

    public bool IsDotted => _parts.Length > 1;

    /// <summary>Whether a part names an array's element: digits, without a leading zero.</summary>
    public static bool TryGetIndex(string part, out int index)
    {
        index = 0;
        return part.Length is > 0 and <= 9
            && (part.Length == 1 || part[0] != '0')
            && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    /// <summary>
    /// The values at the path's end, with arrays on the way taken element by element, and null for each place where
    /// the field is missing. An array at the end is not expanded.
    /// </summary>
    public List<BsonValue?> Values(BsonDocument document)
    {
        var result = new List<BsonValue?>(1);
        Collect(document, 0, result);
        return result;
    }

    /// <summary>The value at the path's end when no array stands on the way.</summary>
    public BsonValue? Single(BsonDocument document)
    {
        BsonValue current = document;
        foreach (var part in _parts)
        {
            switch (current)
            {
                case BsonDocument inner when inner.TryGetValue(part, out var value):
                    current = value;
                    break;
                case BsonArray array when TryGetIndex(part, out var index) && index < array.Count:
                    current = array[index];
                    break;
                default:
                    return null;
            }
        }

        return current;
    }

    private void Collect(BsonDocument document, int depth, List<BsonValue?> result)
    {
        if (!document.TryGetValue(_parts[depth], out var value))
        {
            result.Add(null);
            return;
        }

        Descend(value, depth + 1, result);
    }

    private void Descend(BsonValue value, int depth, List<BsonValue?> result)
    {
        if (depth == _parts.Length)
        {
            result.Add(value);
            return;
        }

        switch (value)
        {
            case BsonDocument inner:
                Collect(inner, depth, result);
                break;
            case BsonArray array:
                if (TryGetIndex(_parts[depth], out var index) && index < array.Count)
                {
                    Descend(array[index], depth + 1, result);
                }

                foreach (var item in array)
                {
                    if (item is BsonDocument element)
                    {
                        Collect(element, depth, result);
                    }
                }

                break;
            default:
                result.Add(null);
                break;
        }
    }
}
