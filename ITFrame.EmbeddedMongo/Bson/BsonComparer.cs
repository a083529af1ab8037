using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>
/// The total order of BSON values that sorts, comparisons and indexes share. What came from a client is compared by it and not by
/// the library's own equality, which converts one number to the type of the other and throws where it cannot.
/// </summary>
internal sealed class BsonComparer : IComparer<BsonValue>, IEqualityComparer<BsonValue>
{
    public static readonly BsonComparer Instance = new();

    public int Compare(BsonValue? x, BsonValue? y)
    {
        // Inside this program a null reference stands for a missing field, which sorts as null does.
        var left = x ?? BsonNull.Value;
        var right = y ?? BsonNull.Value;
        var bracket = BsonTypeOrder.Of(left.BsonType).CompareTo(BsonTypeOrder.Of(right.BsonType));
        return bracket != 0 ? bracket : CompareWithinBracket(left, right);
    }

    public bool Equals(BsonValue? x, BsonValue? y) => Compare(x, y) == 0;

    public int GetHashCode(BsonValue obj)
    {
        var hash = new HashCode();
        AddTo(ref hash, obj);
        return hash.ToHashCode();
    }

    private static void AddTo(ref HashCode hash, BsonValue value)
    {
        hash.Add(BsonTypeOrder.Of(value.BsonType));
        switch (value.BsonType)
        {
            case BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128:
                hash.Add(BsonNumber.ToDouble(value));
                break;
            case BsonType.Document:
                foreach (var element in value.AsBsonDocument)
                {
                    hash.Add(element.Name);
                    AddTo(ref hash, element.Value);
                }

                break;
            case BsonType.Array:
                foreach (var item in value.AsBsonArray)
                {
                    AddTo(ref hash, item);
                }

                break;
            case BsonType.String or BsonType.Symbol:
                hash.Add(value.ToString());
                break;
            default:
                hash.Add(value);
                break;
        }
    }

    private int CompareWithinBracket(BsonValue left, BsonValue right)
    {
        switch (left.BsonType)
        {
            case BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128:
                return BsonNumber.Compare(left, right);
            case BsonType.String or BsonType.Symbol:
                return CompareText(left.ToString()!, right.ToString()!);
            case BsonType.Document:
                return CompareDocuments(left.AsBsonDocument, right.AsBsonDocument);
            case BsonType.Array:
                return CompareArrays(left.AsBsonArray, right.AsBsonArray);
            case BsonType.Binary:
                return CompareBinary(left.AsBsonBinaryData, right.AsBsonBinaryData);
            case BsonType.Timestamp:
                return ((ulong)left.AsBsonTimestamp.Value).CompareTo((ulong)right.AsBsonTimestamp.Value);
            case BsonType.MinKey or BsonType.MaxKey or BsonType.Null or BsonType.Undefined:
                return 0;
            default:
                return Math.Sign(left.CompareTo(right));
        }
    }

    // UTF-8 bytes sort by code point; UTF-16 code units do not where surrogates meet the top of the basic plane.
    public static int CompareText(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var a = left[i];
            var b = right[i];
            if (a != b)
            {
                return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private int CompareDocuments(BsonDocument left, BsonDocument right)
    {
        using var a = left.GetEnumerator();
        using var b = right.GetEnumerator();
        while (true)
        {
            var more = a.MoveNext();
            if (more != b.MoveNext())
            {
                return more ? 1 : -1;
            }

            if (!more)
            {
                return 0;
            }

            var result = BsonTypeOrder.Of(a.Current.Value.BsonType).CompareTo(BsonTypeOrder.Of(b.Current.Value.BsonType));
            result = result != 0 ? result : CompareText(a.Current.Name, b.Current.Name);
            result = result != 0 ? result : Compare(a.Current.Value, b.Current.Value);
            if (result != 0)
            {
                return result;
            }
        }
    }

    private int CompareArrays(BsonArray left, BsonArray right)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            var result = Compare(left[i], right[i]);
            if (result != 0)
            {
                return result;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static int CompareBinary(BsonBinaryData left, BsonBinaryData right)
    {
        var result = left.Bytes.Length.CompareTo(right.Bytes.Length);
        result = result != 0 ? result : ((byte)left.SubType).CompareTo((byte)right.SubType);
        return result != 0 ? result : left.Bytes.AsSpan().SequenceCompareTo(right.Bytes);
    }
}
