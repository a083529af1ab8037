using System.Collections.Concurrent;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Replication.Runtime;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Transactions;

/// <summary>
/// The transactions of all sessions, the newest of each. They live on the primary alone: a new primary knows the
/// committed ones from the log, and has no others.
/// </summary>
internal sealed class TransactionRegistry(DocumentStore store, WriteGate gate, MemberClock clock) : IDisposable
{
    /// <summary>The number of the statement under which a commit is remembered; those of retryable writes are not negative.</summary>
    public const int CommitStatement = -1;

    private readonly ConcurrentDictionary<string, ServerTransaction> _newest = new();
    private readonly Lock _lock = new();

    /// <summary>MongoDB's transactionLifetimeLimitSeconds.</summary>
    public TimeSpan LifetimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    public DocumentLocks Locks { get; } = new();

    public int OpenCount => _newest.Values.Count(transaction => transaction.State == TransactionState.InProgress);

    public ServerTransaction Start(SessionStatement statement)
    {
        var key = Key(statement.Session);
        lock (_lock)
        {
            DemandNew(statement, _newest.GetValueOrDefault(key));
            var transaction = new ServerTransaction(statement with { Statement = CommitStatement }, store, Locks, clock.Elapsed);
            if (_newest.TryGetValue(key, out var older))
            {
                older.Abort();
            }

            _newest[key] = transaction;
            return transaction;
        }
    }

    /// <summary>The transaction that a later command of it belongs to.</summary>
    public ServerTransaction Continue(SessionStatement statement)
    {
        var transaction = Find(statement) ?? throw TransactionErrors.Unknown(statement.Transaction);
        return transaction.State == TransactionState.InProgress ? transaction : throw TransactionErrors.NotInProgress(transaction);
    }

    /// <summary>A new transaction number of a session ends what the session had open.</summary>
    public void AbortOlder(SessionStatement statement)
    {
        if (_newest.TryGetValue(Key(statement.Session), out var open) && open.Number < statement.Transaction)
        {
            open.Abort();
        }
    }

    public void Abort(SessionStatement statement) => Continue(statement).Abort();

    public void AbortSession(byte[] session)
    {
        if (_newest.TryGetValue(Key(session), out var open))
        {
            open.Abort();
        }
    }

    /// <summary>Ends all that is open, when the member is no longer primary.</summary>
    public void AbortAll()
    {
        foreach (var transaction in _newest.Values)
        {
            transaction.Abort();
        }
    }

    /// <summary>Ends what has been open for too long, and forgets what has ended for long; the log remembers the commits.</summary>
    public void Clean()
    {
        foreach (var (session, transaction) in _newest)
        {
            var age = clock.Elapsed - transaction.StartedAt;
            if (age > LifetimeLimit)
            {
                transaction.Abort();
            }

            if (transaction.Ended.IsCompleted && age > LifetimeLimit * 2)
            {
                _newest.TryRemove(KeyValuePair.Create(session, transaction));
            }
        }
    }

    /// <summary>
    /// Makes the transaction's changes in one step, and returns the commit's position and term. To commit again what is
    /// committed is no error, on this primary or the next.
    /// </summary>
    public async Task<(OpTime At, long Term)> CommitAsync(SessionStatement statement)
    {
        var transaction = Find(statement);
        if (transaction is null || transaction.State == TransactionState.Committed)
        {
            return await RecallAsync(statement);
        }

        if (!transaction.TryBeginCommit())
        {
            throw TransactionErrors.NotInProgress(transaction);
        }

        try
        {
            var (at, term) = await store.WriteAsync(writer =>
            {
                var oplog = new OplogWriter(writer, gate.DemandTerm(), clock);
                return (TransactionCommit.Run(oplog, transaction), oplog.Term);
            });
            transaction.Committed(at);
            return (at, term);
        }
        catch
        {
            transaction.FailCommit();
            throw;
        }
    }

    public void Dispose() => AbortAll();

    private static string Key(byte[] session) => Convert.ToHexString(session);

    private Task<(OpTime At, long Term)> RecallAsync(SessionStatement statement) => store.WriteAsync(writer =>
    {
        var term = gate.DemandTerm();
        return RetryRecords.Find(writer, statement with { Statement = CommitStatement }) is not null
            ? (writer.LastOpTime, term)
            : throw TransactionErrors.Unknown(statement.Transaction);
    });

    private ServerTransaction? Find(SessionStatement statement) =>
        _newest.TryGetValue(Key(statement.Session), out var transaction) && transaction.Number == statement.Transaction ? transaction : null;

    private void DemandNew(SessionStatement statement, ServerTransaction? current)
    {
        var recorded = store.Read(reader => reader.NewestTransaction(statement.Session));
        var newest = Math.Max(recorded ?? long.MinValue, current?.Number ?? long.MinValue);
        if (newest > statement.Transaction)
        {
            throw TransactionErrors.TooOld(statement.Transaction, newest);
        }

        if (newest == statement.Transaction)
        {
            throw TransactionErrors.AlreadyStarted(statement.Transaction);
        }
    }
}
