using ITFrame.EmbeddedMongo.Commands.Security;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class GetParameterCommand : ICommand
{
    private static readonly HashSet<string> Arguments = ["getParameter", "comment", "lsid", "showDetails", "allParameters"];

    public IReadOnlyList<string> Names => ["getParameter"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parameters = new BsonDocument
        {
            { "featureCompatibilityVersion", new BsonDocument("version", "8.0") },
            { "authSchemaVersion", UserDocuments.SchemaVersion },
            { "authenticationMechanisms", new BsonArray() },
            { "ttlMonitorSleepSecs", context.Member.Options.TtlMonitorInterval.TotalSeconds },
            { "ttlMonitorEnabled", context.Member.Parameters.IsTtlMonitorEnabled },
            { "cursorTimeoutMillis", (long)context.Member.Parameters.CursorTimeout.TotalMilliseconds },
            { "periodicNoopIntervalSecs", context.Member.Options.NoopInterval.TotalSeconds },
        };
        if (context.Command[0] is BsonString { Value: "*" })
        {
            return Task.FromResult(parameters);
        }

        var wanted = context.Command.Names.Where(name => !Arguments.Contains(name) && !name.StartsWith('$')).ToList();
        return wanted.Exists(parameters.Contains)
            ? Task.FromResult(new BsonDocument(parameters.Where(element => wanted.Contains(element.Name))))
            : throw new CommandException(ErrorCode.InvalidOptions, "no option found to get");
    }
}
