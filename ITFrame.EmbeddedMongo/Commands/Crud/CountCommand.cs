using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class CountCommand : ICommand
{
    public IReadOnlyList<string> Names => ["count"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var hint = context.Hint();
        var filter = Filter.Parse(context.Document("query"));
        var skip = context.NonNegative("skip") ?? 0;
        if (context.Command.GetValue("limit", BsonNull.Value) is { IsNumeric: true } least && BsonNumber.Truncate(least) == long.MinValue)
        {
            throw CommandException.BadValue("limit value for count cannot be min long");
        }

        var limit = context.Number("limit") is { } given and not 0 ? Math.Abs(given) : (int?)null;
        long count;
        if (filter.IsEmpty && hint is null && context.Catalog.Find(ns) is { IsView: false } collection)
        {
            count = Math.Max(0, context.Source.Read(reader => reader.Count(collection)) - skip);
            count = limit is { } most ? Math.Min(count, most) : count;
        }
        else
        {
            using var scope = Interruption.Enter(cancellationToken);
            count = CollectionReader.Find(context, ns, filter, null, skip, limit, hint).LongCount();
        }

        return Task.FromResult(new BsonDocument("n", count <= int.MaxValue ? (BsonValue)new BsonInt32((int)count) : new BsonInt64(count)));
    }
}
