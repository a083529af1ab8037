using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

/// <summary>Reads a cursor, which comes in batches, document by document.</summary>
internal sealed class DocumentReader(IAsyncCursor<BsonDocument> cursor) : IDisposable
{
    private readonly Queue<BsonDocument> _read = new();

    /// <summary>The next document; null at the end. Of a change stream, waits for it.</summary>
    public async Task<BsonDocument?> NextAsync(CancellationToken cancellationToken)
    {
        while (_read.Count == 0)
        {
            if (!await cursor.MoveNextAsync(cancellationToken))
            {
                return null;
            }

            foreach (var document in cursor.Current)
            {
                _read.Enqueue(document);
            }
        }

        return _read.Dequeue();
    }

    public void Dispose() => cursor.Dispose();
}
