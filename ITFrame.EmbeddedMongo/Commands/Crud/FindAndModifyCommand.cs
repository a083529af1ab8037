using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Update;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class FindAndModifyCommand : ICommand
{
    public IReadOnlyList<string> Names => ["findAndModify", "findandmodify"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var projection = Projection.ParseOptional(context.OptionalDocument("fields"), context.Variables(), Filter.Parse(context.Document("query"), context.Variables()));
        var (outcome, value) = await context.WriteDocumentsAsync(target =>
        {
            var writer = new CollectionWriter(target, ns) { BypassesValidation = context.Flag("bypassDocumentValidation") };
            var session = context.Statement(0);
            var result = writer.FindOutcome(session) ?? Run(context, writer, session);
            return (result, result.GetValue("value", BsonNull.Value));
        }, cancellationToken);
        return new BsonDocument
        {
            { "lastErrorObject", outcome["lastErrorObject"] },
            { "value", value is BsonDocument document && projection is not null ? projection.Apply(document) : value },
        };
    }

    private static BsonDocument Run(CommandContext context, CollectionWriter writer, SessionStatement? session)
    {
        var variables = context.Variables();
        var filter = Filter.Parse(context.Document("query"), variables);
        var sort = SortOrder.ParseOptional(context.OptionalDocument("sort"));
        var change = context.Command.GetValue("update", BsonNull.Value);
        var isRemove = context.Flag("remove");
        if (isRemove == (change is not BsonNull))
        {
            throw CommandException.FailedToParse("Either an update or remove=true must be specified");
        }

        var found = writer.Find(filter, sort, 1, context.Hint()).FirstOrDefault();
        if (isRemove)
        {
            var removed = Outcome(found is null ? 0 : 1, null, null, found?.Document);
            if (found is not null)
            {
                writer.Delete(found, session, removed);
            }

            return removed;
        }

        var update = DocumentUpdate.Parse(change, context.Command.GetValue("arrayFilters", BsonNull.Value) as BsonArray, variables);
        var returnsNew = context.Flag("new");
        if (found is not null)
        {
            var after = update.Apply(found.Document, filter, isInsert: false);
            var outcome = Outcome(1, true, null, returnsNew ? after : found.Document);
            writer.Replace(found, after, update.IsReplacement, session, _ => outcome);
            return outcome;
        }

        if (!context.Flag("upsert"))
        {
            return Outcome(0, false, null, null);
        }

        var inserted = new UpdateStatement(filter, update, IsMulti: false, IsUpsert: true, null).UpsertedDocument();
        var upserted = Outcome(1, false, inserted["_id"], returnsNew ? inserted : null);
        writer.Insert(inserted, session, upserted);
        return upserted;
    }

    private static BsonDocument Outcome(int count, bool? updatedExisting, BsonValue? upserted, BsonDocument? value)
    {
        var last = new BsonDocument("n", count);
        if (updatedExisting is { } updated)
        {
            last.Add("updatedExisting", updated);
        }

        if (upserted is not null)
        {
            last.Add("upserted", upserted);
        }

        return new BsonDocument { { "lastErrorObject", last }, { "value", (BsonValue?)value ?? BsonNull.Value } };
    }
}
