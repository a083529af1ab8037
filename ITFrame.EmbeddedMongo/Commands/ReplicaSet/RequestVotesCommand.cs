using ITFrame.EmbeddedMongo.Replication.Peers;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class RequestVotesCommand : ICommand
{
    public IReadOnlyList<string> Names => ["replSetRequestVotes"];

    public CommandTraits Traits => CommandTraits.AdminOnly | CommandTraits.DuringShutdown;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) =>
        PeerMessages.ToBson(await context.Member.Replication.AnswerAsync(PeerMessages.ParseVoteRequest(context.Command), cancellationToken));
}
