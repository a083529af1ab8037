using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Runtime;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>
/// Follows the log behind the majority commit point, so that it shows no change that could be rolled back, and waits at
/// the end for more. Any member can resume it from the token of the last event, or of the last batch.
/// </summary>
internal sealed class ChangeStreamCursor : ServerCursor
{
    private const int Chunk = 200;

    private readonly DocumentStore _store;
    private readonly ReplicationCoordinator _replication;
    private readonly MemberClock _clock;
    private readonly ChangeEvents _events;
    private readonly Pipeline _pipeline;
    private ChangePosition _position;
    private bool _isFirst = true;
    private bool _isInvalidated;

    public ChangeStreamCursor(Namespace ns, DocumentStore store, ReplicationCoordinator replication, MemberClock clock, ChangeEvents events, Pipeline pipeline, ChangePosition start)
        : base(ns)
    {
        _store = store;
        _replication = replication;
        _clock = clock;
        _events = events;
        _pipeline = pipeline;
        _position = start;
    }

    public override bool IsChangeStream => true;

    public override async Task<CursorBatch> NextAsync(int? batchSize, TimeSpan? awaitTime, OpTime? knownCommitPoint, CancellationToken cancellationToken)
    {
        var deadline = _clock.Elapsed + (_isFirst ? TimeSpan.Zero : awaitTime ?? TimeSpan.Zero);
        _isFirst = false;
        while (true)
        {
            var next = _replication.NextOplogGrowth;
            var batch = batchSize == 0 ? [] : Read(batchSize ?? int.MaxValue, cancellationToken);
            var left = deadline - _clock.Elapsed;
            if (batch.Count > 0 || _isInvalidated || left <= TimeSpan.Zero)
            {
                return new CursorBatch(batch, IsExhausted: _isInvalidated) { ResumeToken = ResumeToken.Of(_position) };
            }

            await AsyncSignal.WaitAsync(next, left, _clock.Time, cancellationToken);
        }
    }

    private static CommandException HistoryLost() =>
        new(ErrorCode.ChangeStreamHistoryLost, "Resume of change stream was not possible, as the resume point may no longer be in the oplog.");

    public static CommandException TokenNotFound() =>
        new(ErrorCode.ChangeStreamFatalError, "cannot resume stream; the resume token was not found.");

    private BsonArray Read(int limit, CancellationToken cancellationToken)
    {
        var batch = new BsonArray();
        var bytes = 0;
        while (!_isInvalidated)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var records = NextRecords();
            foreach (var record in records)
            {
                foreach (var (position, found) in _events.Of(record).Where(item => IsAhead(item.Position)))
                {
                    if (Shown(found) is { } shown)
                    {
                        var encoded = BsonCodec.Encode(shown);
                        if (batch.Count == limit || !Fits(bytes, encoded.Length))
                        {
                            return batch;
                        }

                        bytes += encoded.Length;
                        batch.Add(BsonCodec.Raw(encoded));
                    }

                    _position = position;
                    if (position.IsInvalidate)
                    {
                        _isInvalidated = true;
                        return batch;
                    }
                }

                _position = ChangePosition.After(record.OpTime.Timestamp);
            }

            if (records.Count == 0)
            {
                break;
            }
        }

        return batch;
    }

    private List<OplogRecord> NextRecords()
    {
        var committed = _replication.View.CommitPoint.Timestamp;
        var from = _position.Event == ChangePosition.WholeEntry ? _position.Timestamp + 1 : _position.Timestamp;
        return _store.Read(reader =>
        {
            if (reader.ReadFirstOpTime().Timestamp > from)
            {
                throw HistoryLost();
            }

            var records = from > committed ? [] : reader.OplogFrom(from, Chunk).TakeWhile(record => record.OpTime.Timestamp <= committed).ToList();
            return _position.Event == ChangePosition.WholeEntry || records.Count == 0 || records[0].OpTime.Timestamp == from ? records : throw TokenNotFound();
        });
    }

    private bool IsAhead(ChangePosition position) =>
        position.Timestamp > _position.Timestamp || (position.Timestamp == _position.Timestamp && position.Event > _position.Event);

    private BsonDocument? Shown(BsonDocument found)
    {
        var token = found["_id"];
        var shown = _pipeline.RunWhole([found], PipelineContext.Isolated).FirstOrDefault();
        return shown is null || (shown.TryGetValue("_id", out var kept) && kept == token)
            ? shown
            : throw new CommandException(
                ErrorCode.ChangeStreamFatalError,
                "Encountered an event whose _id field, which contains the resume token, was modified by the pipeline. Modifying the _id field of an event makes it impossible to resume the stream from that point.");
    }
}
