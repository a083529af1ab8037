using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

internal sealed class GetDefaultConcernsCommand : ICommand
{
    public IReadOnlyList<string> Names => ["getDefaultRWConcern"];

    public CommandTraits Traits => CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(Describe(context));

    public static BsonDocument Describe(CommandContext context)
    {
        var defaults = DefaultConcerns.Read(context.Member);
        BsonValue implicitW = context.Member.Replication.View.Config?.DefaultsToMajority == false ? 1 : "majority";
        var reply = new BsonDocument
        {
            { "defaultReadConcern", defaults.ReadConcern ?? new BsonDocument("level", "local") },
            { "defaultWriteConcern", defaults.WriteConcern ?? new BsonDocument { { "w", implicitW }, { "wtimeout", 0 } } },
        };
        if (defaults.Document is { } document)
        {
            reply.Add("updateOpTime", document["updateOpTime"]);
            reply.Add("updateWallClockTime", document["updateWallClockTime"]);
        }

        reply.Add("defaultWriteConcernSource", defaults.WriteConcern is null ? "implicit" : "global");
        reply.Add("defaultReadConcernSource", defaults.ReadConcern is null ? "implicit" : "global");
        reply.Add("localUpdateWallClockTime", new BsonDateTime(context.Member.Clock.Now));
        return reply;
    }
}
