namespace ITFrame.EmbeddedMongo.Transactions;

internal enum TransactionState
{
    InProgress,
    Committing,
    Committed,
    Aborted,
}
