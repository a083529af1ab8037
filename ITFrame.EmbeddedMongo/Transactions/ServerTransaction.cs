using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>A multi-document transaction of one session: a snapshot, and changes that nobody else sees until it commits.</summary>
internal sealed class ServerTransaction : ISnapshotSource, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DocumentLocks _locks;
    private readonly TransactionReader _reader;

    public ServerTransaction(SessionStatement statement, DocumentStore store, DocumentLocks locks, TimeSpan startedAt)
    {
        Statement = statement;
        StartedAt = startedAt;
        _locks = locks;
        _reader = new TransactionReader(store.OpenSnapshot());
        Writes = new TransactionWrites(this, _reader, store, locks);
    }

    /// <summary>The statement that stands for the commit.</summary>
    public SessionStatement Statement { get; }

    public long Number => Statement.Transaction;

    public TimeSpan StartedAt { get; }

    public TransactionState State { get; private set; } = TransactionState.InProgress;

    /// <summary>Commands of one transaction run one after another.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public TransactionWrites Writes { get; }

    /// <summary>Completes when the documents that it has changed are free again.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The commit's position in the log.</summary>
    public OpTime CommittedAt { get; private set; } = OpTime.None;

    public CollectionCatalog Catalog => _reader.Catalog;

    public T Read<T>(Func<StoreReader, T> read)
    {
        lock (_lock)
        {
            if (State != TransactionState.InProgress)
            {
                throw TransactionErrors.NotInProgress(this);
            }

            return read(_reader);
        }
    }

    /// <summary>Makes a change; the transaction cannot end in the midst of it.</summary>
    public T Write<T>(Func<TransactionWrites, T> work) => Read(_ => work(Writes));

    public bool TryBeginCommit()
    {
        lock (_lock)
        {
            var isOpen = State == TransactionState.InProgress;
            State = isOpen ? TransactionState.Committing : State;
            return isOpen;
        }
    }

    public void Committed(OpTime at)
    {
        CommittedAt = at;
        End(TransactionState.Committed);
    }

    /// <summary>Gives up, unless a commit is under way: that decides by itself.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            if (State != TransactionState.InProgress)
            {
                return;
            }

            End(TransactionState.Aborted);
        }
    }

    public void Dispose() => Abort();

    public void FailCommit() => End(TransactionState.Aborted);

    private void End(TransactionState state)
    {
        lock (_lock)
        {
            State = state;
            _locks.Release(Writes.Before.Keys, this);
            _reader.Dispose();
        }

        _ended.TrySetResult();
    }
}
