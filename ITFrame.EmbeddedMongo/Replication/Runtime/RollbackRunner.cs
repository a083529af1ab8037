using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>
/// Undoes, in one transaction, the entries that this member has and the set has not: each entry was stored with what
/// the document was before. What cannot be undone that way, such as a dropped collection, is copied anew.
/// </summary>
internal sealed class RollbackRunner(ReplicationCoordinator replication, DocumentStore store, Action dataReplaced, string dataPath, MemberClock clock, ILogger logger)
{
    private const int PageSize = 500;

    public async Task RunAsync(SyncConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var from = store.LastOpTime;
        var common = await FindCommonPointAsync(connection, timeout, cancellationToken);
        if (!common.IsNone && common < replication.View.CommitPoint)
        {
            // It would break the promise of every majority write since; another source or an operator must decide.
            ReplicationLog.CannotRollBack(logger, from, $"the common point {common} is before the commit point {replication.View.CommitPoint}");
            throw new IOException("its log lacks majority-committed entries");
        }

        replication.Post(new MachineEvent.DataChanged(DataState.Rollback));
        try
        {
            await TurnBackAsync(from, common, timeout, cancellationToken);
        }
        catch
        {
            // Nothing was changed: the next attempt starts from the same place.
            replication.Post(new MachineEvent.DataChanged(DataState.Ready));
            throw;
        }
    }

    private async Task TurnBackAsync(OpTime from, OpTime common, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await replication.WaitForAsync(view => view.State != MemberState.Secondary, timeout, cancellationToken);
        replication.Acknowledgements.Interrupt(
            () => new CommandException(ErrorCode.InterruptedDueToReplStateChange, "operation was interrupted by a rollback"), writesOnly: false);
        ReplicationLog.RollingBack(logger, from, common);

        var undone = common.IsNone ? null : await store.WriteAsync(transaction => RollbackTransaction.TryUndo(transaction, common, replication.Gate));
        dataReplaced();
        if (undone is null)
        {
            ReplicationLog.CannotRollBack(logger, from, "entries cannot be undone one by one; all data is copied anew");
            await ResyncAsync();
            return;
        }

        var file = RollbackFile.Write(dataPath, undone, clock.Now);
        ReplicationLog.RolledBack(logger, undone.Count, file);
        replication.Post(new MachineEvent.DataChanged(DataState.Ready));
        await replication.WaitForAsync(view => view.State != MemberState.Rollback, timeout, cancellationToken);
    }

    private async Task ResyncAsync()
    {
        var floor = await store.WriteAsync(LocalState.BeginCopying);
        replication.Post(new MachineEvent.VoteFloorSet(floor));
        replication.SetCopying(true);
    }

    /// <summary>The newest entry that both logs have; none when this member's log does not reach back that far.</summary>
    private async Task<OpTime> FindCommonPointAsync(SyncConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var own = OwnBackwards().GetEnumerator();
        var more = own.MoveNext();
        var find = new BsonDocument
        {
            { "find", "oplog.rs" },
            { "filter", new BsonDocument() },
            { "sort", new BsonDocument("$natural", -1) },
            { "projection", new BsonDocument { { "ts", 1 }, { "t", 1 } } },
            { "batchSize", PageSize },
        };
        await foreach (var batch in connection.FindAsync("local", find, timeout, cancellationToken))
        {
            foreach (var item in batch)
            {
                var theirs = OplogEntry.OpTimeOf(item.AsBsonDocument);
                while (more && own.Current.Timestamp > theirs.Timestamp)
                {
                    more = own.MoveNext();
                }

                if (!more)
                {
                    return OpTime.None;
                }

                if (own.Current == theirs)
                {
                    return theirs;
                }
            }
        }

        return OpTime.None;
    }

    private IEnumerable<OpTime> OwnBackwards()
    {
        var position = long.MaxValue;
        while (true)
        {
            var from = position;
            var page = store.Read(reader => reader.OplogBackwardsFrom(from, PageSize));
            foreach (var record in page)
            {
                yield return record.OpTime;
                position = record.OpTime.Timestamp - 1;
            }

            if (page.Count == 0)
            {
                yield break;
            }
        }
    }
}
