using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Replication.Runtime;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Transactions;
using ITFrame.EmbeddedMongo.Writes;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>What a member does now and then by itself: expire documents, move an idle log on, throw old things away.</summary>
internal sealed class Maintenance(MemberOptions options, RuntimeParameters parameters, DocumentStore store, ReplicationCoordinator replication, CursorRegistry cursors, TransactionRegistry transactions, MemberClock clock, ILogger<Maintenance> logger) : IAsyncDisposable
{
    /// <summary>How long a session, and with it the memory of its writes, lasts after its last use.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromMinutes(30);

    private const int TtlBatch = 500;

    private static readonly TimeSpan CleaningInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TransactionCheckInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    public void Start() => _running.AddRange(
    [
        RepeatAsync(options.NoopInterval, MoveIdleLogOnAsync),
        RepeatAsync(options.TtlMonitorInterval, ExpireDocumentsAsync),
        RepeatAsync(CleaningInterval, CleanAsync),
        RepeatAsync(TransactionCheckInterval, EndOldTransactionsAsync),
    ]);

    /// <summary>Moves the log on without changing anything.</summary>
    public Task WriteNoopAsync(string message) => store.WriteAsync(transaction =>
    {
        new OplogWriter(transaction, replication.Gate.DemandTerm(), clock).Append(OplogEntry.Noop(new BsonDocument("msg", message)), undo: null);
    });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task RepeatAsync(TimeSpan interval, Func<Task> work)
    {
        using var timer = new PeriodicTimer(interval, clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                try
                {
                    await work();
                }
                catch (Exception exception) when (exception is CommandException or DocumentLockedException)
                {
                    // No longer primary, shutting down, or what expires is part of an open transaction: the next time will do.
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.LogWarning("maintenance failed: {Reason}", exception.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Shutting down.
        }
    }

    private async Task MoveIdleLogOnAsync()
    {
        var idleSince = new DateTimeOffset(clock.Now).ToUnixTimeSeconds() - (long)options.NoopInterval.TotalSeconds;
        if (replication.Gate.IsOpen && store.LastOpTime.Seconds <= idleSince)
        {
            await WriteNoopAsync("periodic noop");
        }
    }

    private async Task ExpireDocumentsAsync()
    {
        if (!parameters.IsTtlMonitorEnabled)
        {
            return;
        }

        foreach (var collection in store.Catalog.All)
        {
            foreach (var index in collection.Indexes.Where(index => index.ExpireAfter is not null && index.Fields.Count == 1))
            {
                while (replication.Gate.IsOpen && await ExpireBatchAsync(collection.Namespace, index) == TtlBatch)
                {
                    _stopping.Token.ThrowIfCancellationRequested();
                }
            }
        }
    }

    private Task<int> ExpireBatchAsync(Namespace ns, IndexDefinition index)
    {
        var threshold = new BsonDateTime(clock.Now - index.ExpireAfter!.Value);
        var isOld = new BsonDocument(index.Fields[0].Path.Text, new BsonDocument("$lte", threshold));

        // What a partial index does not list does not expire.
        var filter = Filter.Parse(index.Specification.TryGetValue("partialFilterExpression", out var partial) ? new BsonDocument("$and", new BsonArray { isOld, partial }) : isOld);
        return store.WriteAsync(transaction =>
        {
            var writer = new CollectionWriter(new LoggedWrites(new OplogWriter(transaction, replication.Gate.DemandTerm(), clock), transactions.Locks), ns);
            var expired = writer.Find(filter, null, TtlBatch);
            expired.ForEach(stored => writer.Delete(stored, null, []));
            return expired.Count;
        });
    }

    private Task EndOldTransactionsAsync()
    {
        transactions.Clean();
        return Task.CompletedTask;
    }

    private async Task CleanAsync()
    {
        cursors.RemoveIdle(parameters.CursorTimeout);
        var commitPoint = replication.View.CommitPoint;
        var sessionsBefore = new DateTimeOffset(clock.Now - SessionTimeout).ToUnixTimeMilliseconds();
        await store.WriteAsync(transaction =>
        {
            transaction.DeleteRetryRecordsBefore(sessionsBefore);
            transaction.TrimOplog(options.OplogBytes, commitPoint);
        });
    }
}
