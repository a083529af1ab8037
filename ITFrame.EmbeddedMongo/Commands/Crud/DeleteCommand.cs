using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

internal sealed class DeleteCommand : ICommand
{
    public IReadOnlyList<string> Names => ["delete"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var statements = WriteBatches.Statements(context, "deletes");
        var variables = context.Variables();
        var isOrdered = context.Flag("ordered", fallback: true);
        return await context.WriteDocumentsAsync(target =>
        {
            var writer = new CollectionWriter(target, ns);
            var deleted = 0;
            var errors = WriteErrors.RunEach(statements.Count, isOrdered, i => deleted += Run(writer, statements[i], variables, context.Statement(i)));
            var reply = new BsonDocument("n", deleted);
            WriteErrors.AddTo(reply, errors);
            return reply;
        }, cancellationToken);
    }

    public static int Run(CollectionWriter writer, BsonDocument statement, Variables variables, SessionStatement? session)
    {
        CommandContext.RefuseCollation(statement);
        if (writer.FindOutcome(session) is { } done)
        {
            return done["n"].ToInt32();
        }

        if (statement.GetValue("q", BsonNull.Value) is not BsonDocument query || statement.GetValue("limit", BsonNull.Value) is not { IsNumeric: true } limit || limit.ToDouble() is not (0 or 1))
        {
            throw CommandException.FailedToParse("each delete needs 'q' and a 'limit' of 0 or 1");
        }

        var found = writer.Find(Filter.Parse(query, variables), null, limit.ToDouble() == 1 ? 1 : null, IndexHint.ParseOptional(statement.GetValue("hint", BsonNull.Value)));
        found.ForEach(stored => writer.Delete(stored, session, new BsonDocument("n", 1)));
        return found.Count;
    }
}
