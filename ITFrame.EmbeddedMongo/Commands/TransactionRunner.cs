using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>Runs a command as a part of its transaction, which ends when the command fails.</summary>
internal static class TransactionRunner
{
    public static async Task<BsonDocument> RunAsync(ICommand command, CommandContext context, CancellationToken cancellationToken)
    {
        var statement = context.SessionStatement ?? throw new CommandException(ErrorCode.InvalidOptions, "a transaction needs a session");
        if (TransactionRequest.IsEnd(context.Name))
        {
            return await command.RunAsync(context, cancellationToken);
        }

        var registry = context.Member.Transactions;
        var transaction = context.Transaction!.IsStart ? registry.Start(statement) : registry.Continue(statement);
        await transaction.Turn.WaitAsync(cancellationToken);
        try
        {
            context.OpenTransaction = transaction;
            var reply = await command.RunAsync(context, cancellationToken);
            if (reply.Contains("writeErrors"))
            {
                transaction.Abort();
            }

            return reply;
        }
        catch
        {
            transaction.Abort();
            throw;
        }
        finally
        {
            transaction.Turn.Release();
        }
    }
}
