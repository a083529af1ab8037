using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class DefaultReadWriteConcernCommand : ICommand
{
    public IReadOnlyList<string> Names => ["getDefaultRWConcern"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        BsonValue w = context.Member.Replication.View.Config?.DefaultsToMajority == false ? 1 : "majority";
        return Task.FromResult(new BsonDocument
        {
            { "defaultReadConcern", new BsonDocument("level", "local") },
            { "defaultWriteConcern", new BsonDocument { { "w", w }, { "wtimeout", 0 } } },
            { "defaultWriteConcernSource", "implicit" },
            { "defaultReadConcernSource", "implicit" },
        });
    }
}
