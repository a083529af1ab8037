using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Operations;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class DistinctCommand : ICommand
{
    public IReadOnlyList<string> Names => ["distinct"];

    public CommandTraits Traits => CommandTraits.Reads;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = new BsonPath(context.Text("key") ?? throw CommandException.FailedToParse("distinct needs a 'key'"));
        var filter = Filter.Parse(context.Document("query"));
        using var scope = Interruption.Enter(cancellationToken);
        var values = new SortedSet<BsonValue>(BsonComparer.Instance);
        foreach (var stored in CollectionReader.Find(context, context.CollectionNamespace(), filter, null, 0, null, context.Hint()))
        {
            foreach (var value in path.Values(stored.Document))
            {
                if (value is BsonArray array)
                {
                    values.UnionWith(array);
                }
                else if (value is not null)
                {
                    values.Add(value);
                }
            }
        }

        return Task.FromResult(new BsonDocument("values", new BsonArray(values)));
    }
}
