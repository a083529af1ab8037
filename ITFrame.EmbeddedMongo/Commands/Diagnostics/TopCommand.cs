using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class TopCommand : ICommand
{
    public IReadOnlyList<string> Names => ["top"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(
        new BsonDocument("totals", new BsonDocument("note", "all times in microseconds").AddRange(context.Member.Operations.Counters.Namespaces)));
}
