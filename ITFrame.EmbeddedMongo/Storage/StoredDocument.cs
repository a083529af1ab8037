using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>A document as it lies in storage, parsed when somebody looks inside.</summary>
internal sealed class StoredDocument(long record, byte[] bytes)
{
    private BsonDocument? _document;

    public long Record => record;

    public byte[] Bytes => bytes;

    public BsonDocument Document => _document ??= BsonCodec.Decode(bytes);
}
