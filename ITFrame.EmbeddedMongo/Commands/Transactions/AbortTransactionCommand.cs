using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Transactions;

internal sealed class AbortTransactionCommand : ICommand
{
    public IReadOnlyList<string> Names => ["abortTransaction"];

    public CommandTraits Traits => CommandTraits.Writes | CommandTraits.AdminOnly;

    public Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var statement = context.Transaction is null ? null : context.SessionStatement;
        context.Member.Transactions.Abort(statement ?? throw CommitTransactionCommand.NotInTransaction(context.Name));
        return Task.FromResult(new BsonDocument());
    }
}
