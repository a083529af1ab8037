using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class ListCommandsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["listCommands"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(new BsonDocument(
        "commands", new BsonDocument(CommandRegistry.Commands.OrderBy(command => command.Names[0], StringComparer.Ordinal).Select(command => new BsonElement(command.Names[0], Describe(command))))));

    private static BsonDocument Describe(ICommand command) => new()
    {
        { "help", "" },
        { "requiresAuth", false },
        { "secondaryOk", !command.Traits.HasFlag(CommandTraits.Writes) && !command.Traits.HasFlag(CommandTraits.Reads) },
        { "secondaryOverrideOk", command.Traits.HasFlag(CommandTraits.Reads) },
        { "adminOnly", command.Traits.HasFlag(CommandTraits.AdminOnly) },
        { "apiVersions", ApiVersions.IsInVersionOne(command) ? new BsonArray { "1" } : [] },
        { "deprecatedApiVersions", new BsonArray() },
    };
}
