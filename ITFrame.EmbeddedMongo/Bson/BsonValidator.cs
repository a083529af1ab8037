using System.Buffers.Binary;
using System.Text.Unicode;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>
/// Walks raw BSON from a peer before anything else reads it, so that the parser, which recurses and trusts lengths,
/// only ever sees well-formed input of a bounded depth.
/// </summary>
internal static class BsonValidator
{
    private const int MinDocumentBytes = 5;

    /// <summary>Returns what is wrong with the document that fills <paramref name="bytes"/>, or null.</summary>
    public static string? Check(ReadOnlySpan<byte> bytes) =>
        CheckDocument(bytes, 1, out var length) ?? (length == bytes.Length ? null : "document length does not match its buffer");

    /// <summary>As <see cref="Check"/>, for a document that more data may follow.</summary>
    public static string? CheckPrefix(ReadOnlySpan<byte> bytes, out int length) => CheckDocument(bytes, 1, out length);

    private static string? CheckDocument(ReadOnlySpan<byte> bytes, int depth, out int length)
    {
        length = 0;
        if (depth > BsonLimits.MaxDepth)
        {
            return $"document is nested more than {BsonLimits.MaxDepth} levels deep";
        }

        if (bytes.Length < MinDocumentBytes)
        {
            return "document is truncated";
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < MinDocumentBytes || length > bytes.Length)
        {
            return "document has an invalid length";
        }

        var rest = bytes[4..length];
        while (true)
        {
            if (rest.Length == 0)
            {
                return "document has no terminator";
            }

            var type = rest[0];
            rest = rest[1..];
            if (type == 0)
            {
                return rest.Length == 0 ? null : "document has data after its terminator";
            }

            var problem = SkipCString(ref rest) ?? SkipValue(type, ref rest, depth);
            if (problem is not null)
            {
                return problem;
            }
        }
    }

    private static string? SkipValue(byte type, ref ReadOnlySpan<byte> rest, int depth)
    {
        switch (type)
        {
            case 0x01: // double
            case 0x09: // date
            case 0x11: // timestamp
            case 0x12: // int64
                return Skip(ref rest, 8);
            case 0x02: // string
            case 0x0D: // code
            case 0x0E: // symbol
                return SkipString(ref rest);
            case 0x03: // document
            case 0x04: // array
                var problem = CheckDocument(rest, depth + 1, out var length);
                return problem ?? Skip(ref rest, length);
            case 0x05: // binary
                return SkipBinary(ref rest);
            case 0x06: // undefined
            case 0x0A: // null
            case 0x7F: // max key
            case 0xFF: // min key
                return null;
            case 0x07: // object id
                return Skip(ref rest, 12);
            case 0x08: // boolean
                return rest.Length > 0 && rest[0] > 1 ? "boolean is neither 0 nor 1" : Skip(ref rest, 1);
            case 0x0B: // regular expression
                return SkipCString(ref rest) ?? SkipCString(ref rest);
            case 0x0C: // database pointer
                return SkipString(ref rest) ?? Skip(ref rest, 12);
            case 0x0F: // code with scope
                return SkipCodeWithScope(ref rest, depth);
            case 0x10: // int32
                return Skip(ref rest, 4);
            case 0x13: // decimal128
                return Skip(ref rest, 16);
            default:
                return $"unknown BSON type 0x{type:x2}";
        }
    }

    private static string? Skip(ref ReadOnlySpan<byte> rest, int count)
    {
        if (rest.Length < count)
        {
            return "value is truncated";
        }

        rest = rest[count..];
        return null;
    }

    private static string? SkipCString(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            return "name has no terminator";
        }

        if (!Utf8.IsValid(rest[..end]))
        {
            return "name is not valid UTF-8";
        }

        rest = rest[(end + 1)..];
        return null;
    }

    private static string? SkipString(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 5)
        {
            return "string is truncated";
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < 1 || length > rest.Length - 4)
        {
            return "string has an invalid length";
        }

        if (rest[4 + length - 1] != 0)
        {
            return "string has no terminator";
        }

        if (!Utf8.IsValid(rest.Slice(4, length - 1)))
        {
            return "string is not valid UTF-8";
        }

        rest = rest[(4 + length)..];
        return null;
    }

    private static string? SkipBinary(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 5)
        {
            return "binary is truncated";
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < 0 || length > rest.Length - 5)
        {
            return "binary has an invalid length";
        }

        // The old binary subtype repeats its length inside; the parser trusts it.
        if (rest[4] == 0x02 && (length < 4 || BinaryPrimitives.ReadInt32LittleEndian(rest[5..]) != length - 4))
        {
            return "binary has an invalid inner length";
        }

        if (rest[4] is 0x03 or 0x04 && length != 16)
        {
            return "UUID is not 16 bytes long";
        }

        rest = rest[(5 + length)..];
        return null;
    }

    private static string? SkipCodeWithScope(ref ReadOnlySpan<byte> rest, int depth)
    {
        if (rest.Length < 4)
        {
            return "code with scope is truncated";
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < 4 || length > rest.Length)
        {
            return "code with scope has an invalid length";
        }

        var inner = rest[4..length];
        var scope = 0;
        var problem = SkipString(ref inner) ?? CheckDocument(inner, depth + 1, out scope);
        if (problem is not null)
        {
            return problem;
        }

        if (scope != inner.Length)
        {
            return "code with scope has data after its scope";
        }

        rest = rest[length..];
        return null;
    }
}
