using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>Opens the change stream that an aggregate command asks for.</summary>
internal static class ChangeStreamOpening
{
    private const string Stage = "$changeStream";

    private static readonly HashSet<string> AllowedStages = ["$match", "$project", "$addFields", "$set", "$unset", "$replaceRoot", "$replaceWith", "$redact"];

    public static bool IsChangeStream(BsonDocument command) =>
        command.GetElement(0).Name == "aggregate"
        && command.GetValue("pipeline", BsonNull.Value) is BsonArray { Count: > 0 } pipeline
        && pipeline[0] is BsonDocument { ElementCount: 1 } first
        && first.GetElement(0).Name == Stage;

    public static ChangeStreamCursor Open(CommandContext context)
    {
        if (context.Transaction is not null)
        {
            throw new CommandException(ErrorCode.OperationNotSupportedInTransaction, $"{Stage} cannot be used in a transaction");
        }

        if (context.Command.Contains("readConcern") && context.ReadConcern.Level is not ("majority" or "local"))
        {
            throw new CommandException(ErrorCode.InvalidOptions, $"{Stage} cannot run with a readConcern other than 'majority', or in a multi-document transaction.");
        }

        var stages = context.Array("pipeline");
        var options = ChangeStreamOptions.Parse(stages[0][Stage]);
        var rest = new BsonArray(stages.Skip(1));
        if (rest.OfType<BsonDocument>().Where(stage => stage.ElementCount > 0).Select(stage => stage.GetElement(0).Name).FirstOrDefault(name => !AllowedStages.Contains(name)) is { } refused)
        {
            // A stage that does not exist at all is told from one that has no place here.
            Pipeline.Parse(rest);
            throw new CommandException(ErrorCode.IllegalOperation, $"{refused} is not permitted in a {Stage} pipeline");
        }

        var (scope, ns) = Scope(context, options);
        var member = context.Member;
        var start = options.Start ?? ChangePosition.After(member.Store.LastOpTime.Timestamp);
        DemandKnown(member.Store, start);
        return new ChangeStreamCursor(
            ns, member.Store, member.Replication, member.Clock, new ChangeEvents(member.Store, scope, options), Pipeline.Parse(rest), start);
    }

    private static (ChangeStreamScope Scope, Namespace Cursor) Scope(CommandContext context, ChangeStreamOptions options)
    {
        if (context.Command[0] is BsonString)
        {
            var ns = context.CollectionNamespace();
            if (ns.IsSystem || ns.IsLocal || ns.Database is "admin" or "config")
            {
                throw new CommandException(ErrorCode.InvalidNamespace, $"{Stage} may not be opened on the internal {ns} collection");
            }

            return (new ChangeStreamScope(ns.Database, ns.Collection), ns);
        }

        var all = new Namespace(context.Database, "$cmd.aggregate");
        if (options.IsWholeCluster)
        {
            return context.Database == "admin"
                ? (new ChangeStreamScope(null, null), all)
                : throw new CommandException(ErrorCode.InvalidOptions, $"A {Stage} with 'allChangesForCluster:true' may only be opened on the 'admin' database, and with no collection name; found {context.Database}");
        }

        return context.Database is "admin" or "config" or "local"
            ? throw new CommandException(ErrorCode.InvalidNamespace, $"{Stage} may not be opened on the internal {context.Database} database")
            : (new ChangeStreamScope(context.Database, null), all);
    }

    // The token of an event must point at an entry that is there; those of batches may point between two. A member that has not got so far
    // yet cannot tell: see the cursor.
    private static void DemandKnown(DocumentStore store, ChangePosition start)
    {
        if (start.Event != ChangePosition.WholeEntry && start.Timestamp <= store.LastOpTime.Timestamp && store.Read(reader => reader.ReadFirstOpTime().Timestamp <= start.Timestamp && reader.OplogTermAt(start.Timestamp) is null))
        {
            throw ChangeStreamCursor.TokenNotFound();
        }
    }
}
