using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>Between bytes and documents. Input from a peer goes through <see cref="BsonValidator"/> first.</summary>
internal static class BsonCodec
{
    // Replies and oplog entries wrap a stored document in a few levels more.
    private static readonly BsonBinaryWriterSettings WriterSettings = Settings(BsonLimits.MaxDepth);

    private static readonly BsonBinaryWriterSettings StoredSettings = Settings(BsonLimits.MaxStoredDepth);

    private static readonly BsonBinaryReaderSettings ReaderSettings = new()
    {
        MaxDocumentSize = int.MaxValue,
        FixOldBinarySubTypeOnInput = false,
    };

    public static BsonDocument Decode(byte[] bytes) => Decode(bytes, 0, bytes.Length);

    public static BsonDocument Decode(byte[] bytes, int offset, int count)
    {
        using var stream = new MemoryStream(bytes, offset, count, writable: false, publiclyVisible: true);
        using var reader = new BsonBinaryReader(stream, ReaderSettings);
        var context = BsonDeserializationContext.CreateRoot(reader, builder => builder.AllowDuplicateElementNames = true);
        return BsonDocumentSerializer.Instance.Deserialize(context);
    }

    /// <summary>Encodes a document that is to be stored, and refuses what would be too deep or too large for that.</summary>
    public static byte[] EncodeStored(BsonDocument document)
    {
        using var stream = new MemoryStream();
        Encode(document, stream, StoredSettings);
        return stream.Length <= BsonLimits.MaxDocumentBytes
            ? stream.ToArray()
            : throw new CommandException(ErrorCode.BSONObjectTooLarge, $"object to insert too large. size in bytes: {stream.Length}, max size: {BsonLimits.MaxDocumentBytes}");
    }

    public static byte[] Encode(BsonDocument document)
    {
        if (document is RawBsonDocument raw)
        {
            var bytes = new byte[raw.Slice.Length];
            raw.Slice.GetBytes(0, bytes, 0, bytes.Length);
            return bytes;
        }

        using var stream = new MemoryStream();
        Encode(document, stream);
        return stream.ToArray();
    }

    public static void Encode(BsonDocument document, Stream stream) => Encode(document, stream, WriterSettings);

    /// <summary>A document that is only passed on: it is not parsed unless somebody looks inside.</summary>
    public static RawBsonDocument Raw(byte[] bytes) => new(bytes);

    private static BsonBinaryWriterSettings Settings(int maxDepth) => new() { MaxDocumentSize = int.MaxValue, MaxSerializationDepth = maxDepth };

    private static void Encode(BsonDocument document, Stream stream, BsonBinaryWriterSettings settings)
    {
        using var writer = new BsonBinaryWriter(stream, settings);
        try
        {
            WriteDocument(writer, BsonSerializationContext.CreateRoot(writer), document);
        }
        catch (BsonSerializationException exception)
        {
            throw new CommandException(ErrorCode.Overflow, $"the document cannot be encoded: {exception.Message}");
        }
    }

    // The library's serializer would parse a raw document element by element; here its bytes are copied.
    private static void WriteDocument(BsonBinaryWriter writer, BsonSerializationContext context, BsonDocument document)
    {
        if (document is RawBsonDocument raw)
        {
            writer.WriteRawBsonDocument(raw.Slice);
            return;
        }

        writer.WriteStartDocument();
        foreach (var element in document)
        {
            writer.WriteName(element.Name);
            WriteValue(writer, context, element.Value);
        }

        writer.WriteEndDocument();
    }

    private static void WriteValue(BsonBinaryWriter writer, BsonSerializationContext context, BsonValue value)
    {
        switch (value)
        {
            case BsonDocument document:
                WriteDocument(writer, context, document);
                break;
            case BsonArray array:
                writer.WriteStartArray();
                foreach (var item in array)
                {
                    WriteValue(writer, context, item);
                }

                writer.WriteEndArray();
                break;
            default:
                BsonValueSerializer.Instance.Serialize(context, value);
                break;
        }
    }
}
