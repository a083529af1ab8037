using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>An open cursor or change stream, read one document at a time.</summary>
internal sealed class CursorEntity(IAsyncCursor<BsonDocument> cursor) : IDisposable
{
    private readonly Queue<BsonDocument> _batch = new();

    public async Task<BsonDocument> NextAsync(CancellationToken cancellationToken)
    {
        while (_batch.Count == 0)
        {
            if (!await cursor.MoveNextAsync(cancellationToken))
            {
                throw new MismatchException("the cursor is exhausted");
            }

            foreach (var document in cursor.Current)
            {
                _batch.Enqueue(document);
            }
        }

        return _batch.Dequeue();
    }

    public void Dispose() => cursor.Dispose();
}
