using ITFrame.EmbeddedMongo.Sessions;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Transactions;

/// <summary>
/// The end of a session ends its open transaction. The records of its writes stay until they are old: a retry that was
/// sent before the end may still arrive after it.
/// </summary>
internal sealed class EndSessionsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["endSessions", "refreshSessions", "killSessions", "killAllSessions", "killAllSessionsByPattern", "startSession"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Name is "endSessions" or "killSessions")
        {
            foreach (var session in context.Array(context.Name).Select(session => LogicalSession.Of(session, context.Connection.Authorization.User)).OfType<LogicalSession>())
            {
                context.Member.Transactions.AbortSession(session.Key);
            }
        }

        KillOperations(context);
        return Task.FromResult(context.Name == "startSession"
            ? new BsonDocument
            {
                { "id", new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard)) },
                { "timeoutMinutes", (int)Hosting.Maintenance.SessionTimeout.TotalMinutes },
            }
            : []);
    }

    // Without users there is nothing to choose by: to kill all sessions, or those of a pattern of users, is to kill all.
    private static void KillOperations(CommandContext context)
    {
        if (!context.Name.StartsWith("kill", StringComparison.Ordinal))
        {
            return;
        }

        var wanted = context.Array(context.Name);
        var isAll = context.Name != "killSessions";
        if (isAll)
        {
            context.Member.Transactions.AbortAll();
        }

        context.Member.Operations.KillOfSessions(session => isAll || wanted.Any(other => other is BsonDocument document && document.GetValue("id", BsonNull.Value) == session.GetValue("id", BsonNull.Value)), context.Operation);
    }
}
