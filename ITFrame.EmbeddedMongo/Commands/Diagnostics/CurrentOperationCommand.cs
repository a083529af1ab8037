using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class CurrentOperationCommand : ICommand
{
    private static readonly HashSet<string> Arguments = ["currentOp", "$all", "$ownOps", "$truncateOps", "comment", "lsid", "$db", "$clusterTime", "$readPreference", "maxTimeMS", "apiVersion"];

    public IReadOnlyList<string> Names => ["currentOp"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var filter = Filter.Parse(new BsonDocument(context.Command.Where(element => !Arguments.Contains(element.Name))));
        var operations = context.Member.Operations;
        return Task.FromResult(new BsonDocument("inprog", new BsonArray(operations.VisibleTo(context.Connection.Authorization).Select(operations.Describe).Where(filter.Matches))));
    }
}
