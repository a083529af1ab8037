using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Turns an empty member into the first of a set.</summary>
internal sealed class SetInitiation(ReplicationCoordinator replication, DocumentStore store, SelfFinder selfFinder, QuorumCheck quorumCheck, MemberClock clock) : IDisposable
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

            Check(config);
            var (selfId, _) = await selfFinder.FindAsync(config, cancellationToken);
            if (config.FindById(selfId) is not { } self)
            {
                throw Invalid($"No host described in new configuration with {config.VersionAndTerm} for replica set {config.SetName} maps to this node");
            }

            if (!self.IsElectable)
            {
                throw Invalid($"This node, {self.Host}, with _id {self.Id} is not electable under the new configuration with {config.VersionAndTerm} for replica set {config.SetName}");
            }

            await quorumCheck.DemandAllAsync(config, selfId, cancellationToken);
            await store.WriteAsync(transaction =>
            {
                if (transaction.LastOpTime.IsNone)
                {
                    new OplogWriter(transaction, 0, clock).Append(OplogEntry.Noop(new BsonDocument("msg", "initiating set")), undo: null);
                }
            });
            replication.SetCopying(false);
            var complete = config.WithId(ObjectId.GenerateNewId()).With(config.VersionAndTerm with { Term = 0 });
            await replication.OfferConfigAsync(complete, ConfigOrigin.Initiation);
            await replication.WaitForAsync(view => view.Config is not null && view.State != MemberState.Startup, Patience, cancellationToken);
        }
        finally
        {
            _once.Release();
        }
    }

    private static void Check(ReplicaSetConfig config)
    {
        if (config.Version != 1)
        {
            throw Invalid($"Configuration used to initiate a replica set must have version 1, but found {config.Version}");
        }

        if (config.Settings.ReplicaSetId is not null)
        {
            throw Invalid("replica set configuration cannot contain 'replicaSetId' field when called from replSetInitiate");
        }

        if (config.Members.FirstOrDefault(member => member.IsNewlyAdded) is { } added)
        {
            throw Invalid($"Member {added.Host}, with _id {added.Id}, has a newlyAdded field, which is not valid for initial configuration of a replica set.");
        }
    }

    private static CommandException Invalid(string message) => new(ErrorCode.InvalidReplicaSetConfig, message);
}
