namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>The write has to wait until a transaction ends, and then starts anew.</summary>
internal sealed class DocumentLockedException(Task transactionEnded) : Exception("the document is part of an open transaction")
{
    public Task TransactionEnded => transactionEnded;
}
