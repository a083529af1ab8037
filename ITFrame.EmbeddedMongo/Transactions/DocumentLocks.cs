using System.Collections.Concurrent;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>
/// The documents that open transactions have changed. Another transaction that meets one fails with WriteConflict; a
/// write outside of transactions waits, as in MongoDB.
/// </summary>
internal sealed class DocumentLocks
{
    private readonly ConcurrentDictionary<DocumentKey, ServerTransaction> _holders = new();

    /// <summary>Whether the transaction has the document now, or had it before.</summary>
    public bool TryLock(DocumentKey key, ServerTransaction transaction) => _holders.GetOrAdd(key, transaction) == transaction;

    public void Release(IEnumerable<DocumentKey> keys, ServerTransaction transaction)
    {
        foreach (var key in keys)
        {
            _holders.TryRemove(KeyValuePair.Create(key, transaction));
        }
    }

    /// <exception cref="DocumentLockedException">An open transaction has changed the document.</exception>
    public void DemandFree(CollectionDefinition collection, BsonValue id)
    {
        if (!_holders.IsEmpty && _holders.TryGetValue(DocumentKey.Of(collection, id), out var holder))
        {
            throw new DocumentLockedException(holder.Ended);
        }
    }
}
