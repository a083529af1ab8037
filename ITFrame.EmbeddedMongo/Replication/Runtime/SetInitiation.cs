using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Turns an empty member into the first of a set.</summary>
internal sealed class SetInitiation(ReplicationCoordinator replication, DocumentStore store, SelfFinder selfFinder, MemberClock clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _once = new(1, 1);

    public void Dispose() => _once.Dispose();

    public async Task InitiateAsync(ReplicaSetConfig config, CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (replication.View.Config is not null)
            {
                throw new CommandException(ErrorCode.AlreadyInitialized, "already initialized");
            }

            if (config.FindById(await selfFinder.FindAsync(config, cancellationToken)) is not { } self)
            {
                throw new CommandException(
                    ErrorCode.NodeNotFound, $"No host described in new replica set configuration {config.Version} for replica set {config.SetName} maps to this node");
            }

            if (!self.IsElectable)
            {
                throw new CommandException(ErrorCode.InvalidReplicaSetConfig, "this member must be electable to initiate the set");
            }

            await store.WriteAsync(transaction =>
            {
                if (transaction.LastOpTime.IsNone)
                {
                    new OplogWriter(transaction, 0, clock).Append(OplogEntry.Noop(new BsonDocument("msg", "initiating set")), undo: null);
                }
            });
            replication.SetCopying(false);
            await replication.TakeUpConfigAsync(config, isInitiator: true, isOnDisk: false);
            await replication.WaitForAsync(view => view.Config is not null && view.State != MemberState.Startup, Patience, cancellationToken);
        }
        finally
        {
            _once.Release();
        }
    }
}
