using ITFrame.EmbeddedMongo.Sessions;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Transactions;

/// <summary>
/// The end of a session ends its open transaction. The records of its writes stay until they are old: a retry that was
/// sent before the end may still arrive after it.
/// </summary>
internal sealed class EndSessionsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["endSessions", "refreshSessions", "killSessions", "startSession"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Name is "endSessions" or "killSessions")
        {
            foreach (var session in context.Array(context.Name).Select(RetryRecords.SessionKey).OfType<byte[]>())
            {
                context.Member.Transactions.AbortSession(session);
            }
        }

        return Task.FromResult(context.Name == "startSession"
            ? new BsonDocument
            {
                { "id", new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard)) },
                { "timeoutMinutes", (int)Hosting.Maintenance.SessionTimeout.TotalMinutes },
            }
            : []);
    }
}
