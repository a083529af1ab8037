using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>Names this run of the process, so that a member can tell that a host it dialled is itself.</summary>
internal sealed class IsSelfCommand : ICommand
{
    public IReadOnlyList<string> Names => ["_isSelf"];

    public CommandTraits Traits => CommandTraits.DuringShutdown;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new BsonDocument("id", context.Member.InstanceId));
}
