using System.Buffers.Binary;
using System.Text;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>
/// Encodes values so that comparing the bytes gives the same order as comparing the values. Each value delimits
/// itself, so a prefix of a compound key is a range of keys.
/// </summary>
internal sealed class KeyEncoder
{
    private byte[] _buffer = new byte[64];
    private int _length;

    public static byte[] Encode(BsonValue? value)
    {
        var encoder = new KeyEncoder();
        encoder.Append(value, descending: false);
        return encoder.ToArray();
    }

    /// <summary>The first key after every key that starts with <paramref name="prefix"/>; null: there is no such key.</summary>
    public static byte[]? After(byte[] prefix)
    {
        var last = prefix.Length - 1;
        while (last >= 0 && prefix[last] == byte.MaxValue)
        {
            last--;
        }

        if (last < 0)
        {
            return null;
        }

        var result = prefix[..(last + 1)];
        result[last]++;
        return result;
    }

    public KeyEncoder Append(BsonValue? value, bool descending)
    {
        var start = _length;
        AppendValue(value ?? BsonNull.Value);
        return Flip(start, descending);
    }

    /// <summary>Appends only the type bracket of a value: the lower end of all values of its kind.</summary>
    public KeyEncoder AppendBracket(byte bracket, bool descending)
    {
        var start = _length;
        WriteByte(bracket);
        return Flip(start, descending);
    }

    public KeyEncoder AppendRaw(byte[] bytes)
    {
        Write(bytes);
        return this;
    }

    public byte[] ToArray() => _buffer[.._length];

    private KeyEncoder Flip(int start, bool descending)
    {
        if (descending)
        {
            var bytes = _buffer.AsSpan(start, _length - start);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)~bytes[i];
            }
        }

        return this;
    }

    private void AppendValue(BsonValue value)
    {
        WriteByte(BsonTypeOrder.Of(value.BsonType));
        switch (value.BsonType)
        {
            case BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128:
                AppendNumber(value);
                break;
            case BsonType.String or BsonType.Symbol:
                AppendText(value.ToString()!);
                break;
            case BsonType.Document:
                foreach (var element in value.AsBsonDocument)
                {
                    WriteByte(BsonTypeOrder.Of(element.Value.BsonType));
                    AppendText(element.Name);
                    AppendValue(element.Value);
                }

                WriteByte(0);
                break;
            case BsonType.Array:
                foreach (var item in value.AsBsonArray)
                {
                    AppendValue(item);
                }

                WriteByte(0);
                break;
            case BsonType.Binary:
                AppendInt32(value.AsBsonBinaryData.Bytes.Length);
                WriteByte((byte)value.AsBsonBinaryData.SubType);
                Write(value.AsBsonBinaryData.Bytes);
                break;
            case BsonType.ObjectId:
                Write(value.AsObjectId.ToByteArray());
                break;
            case BsonType.Boolean:
                WriteByte(value.AsBoolean ? (byte)1 : (byte)0);
                break;
            case BsonType.DateTime:
                AppendInt64(value.AsBsonDateTime.MillisecondsSinceEpoch);
                break;
            case BsonType.Timestamp:
                AppendUInt64((ulong)value.AsBsonTimestamp.Value);
                break;
            case BsonType.RegularExpression:
                AppendText(value.AsBsonRegularExpression.Pattern);
                AppendText(value.AsBsonRegularExpression.Options);
                break;
            case BsonType.JavaScript or BsonType.JavaScriptWithScope:
                AppendText(BsonText.Whole(value));
                break;
            default:
                break;
        }
    }

    // The nearest double gives the coarse order; what it lost of an integer or decimal gives the fine one.
    private void AppendNumber(BsonValue value)
    {
        if (BsonNumber.TryToInt64(value, out var integer))
        {
            var near = (double)integer;
            AppendDouble(near);
            AppendInt64((long)((Int128)integer - (Int128)near));
            return;
        }

        var number = BsonNumber.ToDouble(value);
        AppendDouble(number);
        if (value.BsonType == BsonType.Decimal128 && double.IsFinite(number) && Math.Abs(number) < 1e28
            && BsonNumber.TryToDecimal(value, out var exact) && exact != (decimal)number)
        {
            AppendInt64(exact > (decimal)number ? 1 : -1);
            return;
        }

        AppendInt64(0);
    }

    private void AppendDouble(double value)
    {
        // NaN sorts first; the two zeros are one.
        if (double.IsNaN(value))
        {
            AppendUInt64(0);
            return;
        }

        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0.0 : value);
        AppendUInt64(bits < 0 ? ~(ulong)bits : (ulong)bits | 0x8000_0000_0000_0000);
    }

    private void AppendText(string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            WriteByte(b);
            if (b == 0)
            {
                WriteByte(byte.MaxValue);
            }
        }

        // A terminator that sorts before every continuation, the escaped zero included.
        WriteByte(0);
        WriteByte(0);
    }

    private void AppendInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        Write(bytes);
    }

    private void AppendInt64(long value) => AppendUInt64((ulong)value ^ 0x8000_0000_0000_0000);

    private void WriteByte(byte value) => Write([value]);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes.Length));
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void AppendUInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Write(bytes);
    }
}
