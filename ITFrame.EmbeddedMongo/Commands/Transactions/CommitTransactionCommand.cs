using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Transactions;

internal sealed class CommitTransactionCommand : ICommand
{
    public IReadOnlyList<string> Names => ["commitTransaction"];

    public CommandTraits Traits => CommandTraits.Writes | CommandTraits.AdminOnly;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var statement = context.Transaction is null ? null : context.SessionStatement;
        var (at, term) = await context.Member.Transactions.CommitAsync(statement ?? throw NotInTransaction(context.Name));
        context.Wrote(at, term);
        return [];
    }

    public static CommandException NotInTransaction(string name) =>
        new(ErrorCode.InvalidOptions, $"{name} must be run within a transaction");
}
