using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class GetCmdLineOptsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["getCmdLineOpts"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var options = context.Member.Options;
        return Task.FromResult(new BsonDocument
        {
            { "argv", new BsonArray { "ITFrame.EmbeddedMongo", "--replSet", options.SetName } },
            {
                "parsed", new BsonDocument
                {
                    { "net", new BsonDocument { { "bindIp", string.Join(',', options.BindAddresses) }, { "port", options.Port } } },
                    { "replication", new BsonDocument("replSet", options.SetName) },
                }
            },
        });
    }
}
