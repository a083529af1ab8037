using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>
/// Copies all data of another member: notes where its log is, copies collection by collection while writes go on,
/// then applies the log from the noted place on, after which the copy is consistent.
/// </summary>
internal sealed class InitialSyncRunner(ReplicationCoordinator replication, DocumentStore store, Action dataReplaced, ILogger logger)
{
    public async Task RunAsync(SyncConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ReplicationLog.InitialSyncStarted(logger, connection.Source.Host);
        try
        {
            var floor = await store.WriteAsync(LocalState.BeginCopying);
            replication.Post(new MachineEvent.VoteFloorSet(floor));
            dataReplaced();

            var begin = await LastEntryAsync(connection, timeout, cancellationToken);
            var documents = await CopyAsync(connection, timeout, cancellationToken);
            await store.WriteAsync(transaction => transaction.AppendOplog(OplogEntry.OpTimeOf(begin), BsonCodec.Encode(begin), undo: null));
            var end = OplogEntry.OpTimeOf(await LastEntryAsync(connection, timeout, cancellationToken));
            await ApplyUpToAsync(connection, end, timeout, cancellationToken);
            await store.WriteAsync(LocalState.EndCopying);
            dataReplaced();
            replication.SetCopying(false);
            ReplicationLog.InitialSyncFinished(logger, connection.Source.Host, documents, store.LastOpTime);
            await replication.WaitForAsync(view => view.State != MemberState.Startup2, timeout, cancellationToken);
        }
        catch (Exception exception)
        {
            ReplicationLog.InitialSyncFailed(logger, connection.Source.Host, exception.Message);
            throw;
        }
    }

    private static async Task<BsonDocument> LastEntryAsync(SyncConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var find = new BsonDocument { { "find", "oplog.rs" }, { "sort", new BsonDocument("$natural", -1) }, { "limit", 1 } };
        await foreach (var batch in connection.FindAsync("local", find, timeout, cancellationToken))
        {
            if (batch.Count > 0)
            {
                return batch[0].AsBsonDocument;
            }
        }

        throw new IOException("its log is empty");
    }

    private async Task<long> CopyAsync(SyncConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var copied = 0L;
        var databases = await connection.RunAsync("admin", new BsonDocument { { "listDatabases", 1 }, { "nameOnly", true } }, timeout, cancellationToken);
        foreach (var database in databases["databases"].AsBsonArray.Select(item => item["name"].AsString).Where(name => name != "local"))
        {
            await foreach (var batch in connection.FindAsync(database, new BsonDocument("listCollections", 1), timeout, cancellationToken))
            {
                foreach (var collection in batch)
                {
                    copied += await CopyCollectionAsync(connection, database, collection.AsBsonDocument, timeout, cancellationToken);
                }
            }
        }

        await CopyRetryRecordsAsync(connection, timeout, cancellationToken);
        return copied;
    }

    private async Task<long> CopyCollectionAsync(SyncConnection connection, string database, BsonDocument description, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var ns = new Namespace(database, description["name"].AsString);
        if (description["type"] == "view")
        {
            await store.WriteAsync(transaction => CatalogChanges.Create(transaction, ns, Guid.NewGuid(), description["options"].AsBsonDocument));
            return 0;
        }

        var indexes = (await connection.RunAsync(database, new BsonDocument("listIndexes", ns.Collection), timeout, cancellationToken))["cursor"]["firstBatch"].AsBsonArray;
        await store.WriteAsync(transaction =>
        {
            CatalogChanges.Create(transaction, ns, OplogEntry.ParseUuid(description["info"]["uuid"]), description["options"].AsBsonDocument);
            foreach (var index in indexes.Where(index => index["name"] != IndexDefinition.IdName))
            {
                transaction.AddIndex(transaction.Catalog.Find(ns)!, index.AsBsonDocument);
            }
        });

        var copied = 0L;
        await foreach (var batch in connection.FindAsync(database, new BsonDocument("find", ns.Collection), timeout, cancellationToken))
        {
            await store.WriteAsync(transaction =>
            {
                foreach (var document in batch)
                {
                    transaction.Insert(transaction.Catalog.Find(ns)!, document.AsBsonDocument);
                }
            });
            copied += batch.Count;
        }

        return copied;
    }

    private async Task CopyRetryRecordsAsync(SyncConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var ns = Namespace.RetryRecords;
        await foreach (var batch in connection.FindAsync(ns.Database, new BsonDocument("find", ns.Collection), timeout, cancellationToken))
        {
            await store.WriteAsync(transaction =>
            {
                foreach (var record in batch)
                {
                    transaction.PutRetryRecord(RetryRecords.FromBson(record.AsBsonDocument));
                }
            });
        }
    }

    private async Task ApplyUpToAsync(SyncConnection connection, OpTime end, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var find = new BsonDocument
        {
            { "find", "oplog.rs" },
            { "filter", new BsonDocument("ts", new BsonDocument("$gt", new BsonTimestamp(store.LastOpTime.Timestamp))) },
        };
        await foreach (var batch in connection.FindAsync("local", find, timeout, cancellationToken))
        {
            await store.WriteAsync(transaction =>
            {
                foreach (var item in batch)
                {
                    OplogApplier.Apply(transaction, OplogEntry.OpTimeOf(item.AsBsonDocument), BsonCodec.Encode(item.AsBsonDocument));
                }
            });
            if (store.LastOpTime >= end)
            {
                return;
            }
        }

        if (store.LastOpTime < end)
        {
            throw new IOException("its log no longer has what was written during the copy");
        }
    }
}
