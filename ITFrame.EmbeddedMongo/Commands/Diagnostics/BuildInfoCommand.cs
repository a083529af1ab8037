using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Diagnostics;

internal sealed class BuildInfoCommand : ICommand
{
    /// <summary>The version of MongoDB whose wire protocol is spoken.</summary>
    public const string Version = "8.0.0";

    public IReadOnlyList<string> Names => ["buildInfo", "buildinfo"];

    public CommandTraits Traits => CommandTraits.None;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(new BsonDocument
    {
        { "version", Version },
        { "versionArray", new BsonArray { 8, 0, 0, 0 } },
        { "gitVersion", "none" },
        { "modules", new BsonArray { "ITFrame.EmbeddedMongo" } },
        { "bits", 64 },
        { "debug", false },
        { "maxBsonObjectSize", BsonLimits.MaxDocumentBytes },
        { "storageEngines", new BsonArray { "sqlite" } },
    });
}
