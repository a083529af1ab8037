using System.Threading.Channels;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Tails the log of the sync source and applies it; fetching goes on while the last batch is being applied.</summary>
internal sealed class OplogFollower(ReplicationCoordinator replication, DocumentStore store, MemberClock clock)
{
    private const int BatchesAhead = 2;

    /// <summary>Runs until the source fails, is behind, has another history, or is given up.</summary>
    public async Task RunAsync(SyncConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var last = store.LastOpTime;
        var find = new BsonDocument
        {
            { "find", "oplog.rs" },
            { "filter", new BsonDocument("ts", new BsonDocument("$gte", new BsonTimestamp(last.Timestamp))) },
            { "tailable", true },
            { "awaitData", true },
            { "batchSize", 1000 },
        };
        var reply = (await connection.RunAsync("local", find, timeout, cancellationToken))["cursor"].AsBsonDocument;
        var first = reply["firstBatch"].AsBsonArray;
        if (first.Count == 0 || OplogEntry.OpTimeOf(first[0].AsBsonDocument) != last)
        {
            throw connection.SourceApplied > last
                ? new DivergedException($"{connection.Source.Host} does not have this member's last entry {last}")
                : new IOException($"its log ends at {connection.SourceApplied}, before {last}");
        }

        var batches = Channel.CreateBounded<BsonArray>(BatchesAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var applying = ApplyAllAsync(batches.Reader, last, stop);
        try
        {
            first.RemoveAt(0);
            await FetchAllAsync(connection, reply["id"].ToInt64(), first, batches.Writer, timeout, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Applying failed, which is the reason to tell.
        }
        finally
        {
            batches.Writer.TryComplete();
            await applying;
        }
    }

    private async Task FetchAllAsync(SyncConnection connection, long cursor, BsonArray first, ChannelWriter<BsonArray> batches, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A quiet source answers at least this often, so that silence can be told from death.
        var awaitTime = timeout / 2;
        var batch = first;
        while (cursor != 0)
        {
            if (batch.Count > 0)
            {
                await batches.WriteAsync(batch, cancellationToken);
            }

            var more = new BsonDocument
            {
                { "getMore", cursor },
                { "collection", "oplog.rs" },
                { "maxTimeMS", (long)awaitTime.TotalMilliseconds },
                { "lastKnownCommittedOpTime", replication.View.CommitPoint.ToBson() },
            };
            var reply = (await connection.RunAsync("local", more, awaitTime + timeout, cancellationToken))["cursor"].AsBsonDocument;
            batch = reply["nextBatch"].AsBsonArray;
            cursor = reply["id"].ToInt64();
        }
    }

    private async Task ApplyAllAsync(ChannelReader<BsonArray> batches, OpTime last, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var batch in batches.ReadAllAsync(stop.Token))
            {
                last = await ApplyAsync(batch, last);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<OpTime> ApplyAsync(BsonArray batch, OpTime previous)
    {
        var entries = batch.Select(item => (OpTime: OplogEntry.OpTimeOf(item.AsBsonDocument), Bytes: BsonCodec.Encode(item.AsBsonDocument))).ToList();
        return await store.WriteAsync(transaction =>
        {
            // In the meantime this member may have become primary, or turned back: then these entries do not follow.
            if (replication.Gate.IsOpen || transaction.LastOpTime != previous)
            {
                throw new IOException("the own log has changed");
            }

            foreach (var (opTime, bytes) in entries)
            {
                if (opTime <= transaction.LastOpTime || opTime.Timestamp <= transaction.LastOpTime.Timestamp)
                {
                    throw new IOException($"the entry {opTime} does not follow {transaction.LastOpTime}");
                }

                OplogApplier.Apply(transaction, opTime, bytes);
                clock.Witness(opTime.Timestamp);
            }

            return transaction.LastOpTime;
        });
    }
}
