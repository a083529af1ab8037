using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Cursors;

/// <summary>A cursor over a lazy sequence of encoded documents.</summary>
internal sealed class DocumentCursor : ServerCursor
{
    private readonly IEnumerator<byte[]> _documents;
    private byte[]? _next;

    public DocumentCursor(Namespace ns, IEnumerable<byte[]> documents)
        : base(ns) => _documents = documents.GetEnumerator();

    public override Task<CursorBatch> NextAsync(int? batchSize, TimeSpan? awaitTime, OpTime? knownCommitPoint, CancellationToken cancellationToken)
    {
        using var scope = Interruption.Enter(cancellationToken);
        var batch = new BsonArray();
        var bytes = 0;
        while (batchSize is not { } most || batch.Count < most)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_next is null && !TryAdvance())
            {
                return Task.FromResult(new CursorBatch(batch, IsExhausted: true));
            }

            if (!Fits(bytes, _next!.Length))
            {
                break;
            }

            bytes += _next.Length;
            batch.Add(BsonCodec.Raw(_next));
            _next = null;
        }

        // Looking one ahead spares the client a round trip for an empty last batch.
        var isExhausted = batchSize != 0 && _next is null && !TryAdvance();
        return Task.FromResult(new CursorBatch(batch, isExhausted));
    }

    protected override void Dispose(bool disposing)
    {
        _documents.Dispose();
        base.Dispose(disposing);
    }

    private bool TryAdvance()
    {
        if (!_documents.MoveNext())
        {
            return false;
        }

        _next = _documents.Current;
        return true;
    }
}
