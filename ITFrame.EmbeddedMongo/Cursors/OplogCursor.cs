using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Runtime;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Cursors;

/// <summary>A tailing cursor on the log: at its end it waits for more.</summary>
internal sealed class OplogCursor(DocumentStore store, ReplicationCoordinator replication, MemberClock clock, Filter filter, long from) : ServerCursor(Namespace.Oplog)
{
    private const int DefaultBatch = 1000;

    private long _position = from;
    private bool _isFirst = true;

    public override async Task<CursorBatch> NextAsync(int? batchSize, TimeSpan? awaitTime, OpTime? knownCommitPoint, CancellationToken cancellationToken)
    {
        var deadline = clock.Elapsed + (awaitTime ?? TimeSpan.Zero);
        while (true)
        {
            var next = replication.NextOplogGrowth;
            var batch = Read(batchSize ?? DefaultBatch);
            var left = deadline - clock.Elapsed;
            var hasNews = knownCommitPoint is { } known && replication.View.CommitPoint > known;
            if (batch.Count > 0 || hasNews || _isFirst || left <= TimeSpan.Zero)
            {
                _isFirst = false;
                return new CursorBatch(batch, IsExhausted: false);
            }

            await AsyncSignal.WaitAsync(next, left, clock.Time, cancellationToken);
        }
    }

    private BsonArray Read(int limit)
    {
        var batch = new BsonArray();
        var bytes = 0;
        var records = store.Read(reader =>
        {
            var found = reader.OplogFrom(_position, limit);

            // Positions that were rolled back or trimmed away are no place to go on from.
            return !_isFirst && found.Count > 0 && reader.OplogTermAt(_position - 1) is null ? null : found;
        });
        if (records is null)
        {
            throw new CommandException(ErrorCode.CappedPositionLost, "the position in the oplog is gone");
        }

        foreach (var record in records)
        {
            if (!Fits(bytes, record.Entry.Length))
            {
                break;
            }

            _position = record.OpTime.Timestamp + 1;
            if (filter.IsEmpty || filter.Matches(BsonCodec.Decode(record.Entry)))
            {
                bytes += record.Entry.Length;
                batch.Add(BsonCodec.Raw(record.Entry));
            }
        }

        return batch;
    }
}
