using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

/// <summary>
/// Sessions hold nothing here but the records of their writes, and those stay until they are old: a retry that was
/// sent before the end of its session may still arrive after it.
/// </summary>
internal sealed class EndSessionsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["endSessions", "refreshSessions", "killSessions", "startSession"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(
        context.Name == "startSession"
            ? new BsonDocument
            {
                { "id", new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard)) },
                { "timeoutMinutes", (int)Hosting.Maintenance.SessionTimeout.TotalMinutes },
            }
            : []);
}
