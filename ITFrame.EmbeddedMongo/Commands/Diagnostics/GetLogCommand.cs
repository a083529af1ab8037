using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

/// <summary>The log goes to standard output alone; tools that ask for it get the one line that they should show.</summary>
internal sealed class GetLogCommand : ICommand
{
    public IReadOnlyList<string> Names => ["getLog"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Command[0] is BsonString { Value: "*" })
        {
            return Task.FromResult(new BsonDocument("names", new BsonArray { "global", "startupWarnings" }));
        }

        var lines = new BsonArray { "{\"msg\":\"ITFrame.EmbeddedMongo, a stand-in for labs and tests, not MongoDB\"}" };
        return Task.FromResult(new BsonDocument { { "totalLinesWritten", lines.Count }, { "log", lines } });
    }
}
