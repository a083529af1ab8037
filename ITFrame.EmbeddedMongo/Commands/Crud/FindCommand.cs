using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Cursors;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class FindCommand : ICommand
{
    private static readonly string[] Refused = ["min", "max", "returnKey", "showRecordId"];

    public const int DefaultFirstBatch = 101;

    public IReadOnlyList<string> Names => ["find"];

    public CommandTraits Traits => CommandTraits.Reads;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        if (Array.Find(Refused, name => context.Command.TryGetValue(name, out var option) && Aggregation.Expression.IsTrue(option)) is { } refused)
        {
            throw new CommandException(ErrorCode.NotImplemented, $"the option '{refused}' of find is not supported by this stand-in");
        }

        var variables = context.Variables();
        var filter = Filter.Parse(context.Document("filter"), variables);
        var sort = SortOrder.ParseOptional(context.OptionalDocument("sort"));
        var projection = Projection.ParseOptional(context.OptionalDocument("projection"), variables, filter);
        var skip = context.NonNegative("skip") ?? 0;
        var limit = context.Number("limit");
        var isSingleBatch = context.Flag("singleBatch") || limit < 0;
        limit = limit is 0 or null ? null : Math.Abs(limit.Value);

        ServerCursor cursor;
        if (ns == Namespace.Oplog && context.Flag("tailable"))
        {
            cursor = new OplogCursor(context.Member.Store, context.Member.Replication, context.Member.Clock, filter, LowerBound(context.Document("filter")));
        }
        else
        {
            if (context.Flag("tailable"))
            {
                throw CommandException.BadValue("error processing query: tailable cursor requested on non capped collection");
            }

            var documents = CollectionReader.Find(context, ns, filter, sort, skip, limit, context.Hint());
            cursor = new DocumentCursor(ns, documents.Select(stored => projection is null ? stored.Bytes : BsonCodec.Encode(projection.Apply(stored.Document))))
            {
                NeedsMajority = context.ReadConcern.NeedsMajority,
                Majority = context.Majority,
            };
        }

        return await CursorReplies.FirstAsync(context, cursor, context.NonNegative("batchSize") ?? DefaultFirstBatch, isSingleBatch, cancellationToken);
    }

    private static long LowerBound(BsonDocument filter) => filter.GetValue("ts", BsonNull.Value) switch
    {
        BsonDocument range when range.GetValue("$gte", BsonNull.Value) is BsonTimestamp from => from.Value,
        BsonDocument range when range.GetValue("$gt", BsonNull.Value) is BsonTimestamp after => after.Value + 1,
        _ => 0,
    };
}
