using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Transactions;

internal static class TransactionErrors
{
    public static CommandException NotInProgress(ServerTransaction transaction) => transaction.State is TransactionState.Committed or TransactionState.Committing
        ? new CommandException(ErrorCode.TransactionCommitted, $"Transaction with {{ txnNumber: {transaction.Number} }} has been committed.")
        : new CommandException(ErrorCode.NoSuchTransaction, $"Transaction with {{ txnNumber: {transaction.Number} }} has been aborted.");

    public static CommandException Unknown(long number) =>
        new(ErrorCode.NoSuchTransaction, $"Given transaction number {number} does not match any in-progress transactions.");

    public static CommandException TooOld(long number, long newest) =>
        new(ErrorCode.TransactionTooOld, $"Cannot start transaction {number} on session because a newer transaction {newest} has already started");

    public static CommandException AlreadyStarted(long number) =>
        new(ErrorCode.ConflictingOperationInProgress, $"Cannot start a transaction at given transaction number {number}: a transaction with the same number has already started");
}
