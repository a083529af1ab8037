using System.Collections.Concurrent;
using System.Threading.Channels;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using Microsoft.Data.Sqlite;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>
/// The member's data: one writer, which gathers the work that is waiting into one SQLite transaction so that many
/// writes share one flush, and readers beside it on snapshots of their own.
/// </summary>
internal sealed class DocumentStore : ISnapshotSource, IAsyncDisposable
{
    private const string FileName = "data.sqlite";
    private const int MaxWorkPerCommit = 256;
    private const int MaxIdleReaders = 40;
    private const int CheckpointCommits = 200;
    private const long CheckpointBytes = 4 * 1024 * 1024;
    private const int MaxLogPages = 4000;

    private readonly string _path;
    private readonly StoreTransaction _transaction;
    private readonly Channel<WriteWork> _queue = Channel.CreateUnbounded<WriteWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentBag<StoreReader> _idleReaders = [];
    private readonly SnapshotHistory _snapshots;
    private readonly Task _writing;
    private int _commitsSinceCheckpoint;
    private long _bytesSinceCheckpoint;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CollectionCatalog _catalog;
    private volatile StrongBox _lastOpTime;

    private DocumentStore(string path, StoreTransaction transaction)
    {
        _path = path;
        _transaction = transaction;
        _snapshots = new SnapshotHistory(RentReader, GiveBack);
        _catalog = _transaction.Catalog;
        _lastOpTime = new StrongBox(_transaction.LastOpTime);
        _writing = Task.Run(WriteAllAsync);
    }

    public CollectionCatalog Catalog => _catalog;

    /// <summary>The newest oplog entry that is applied and on disk.</summary>
    public OpTime LastOpTime => _lastOpTime.Value;

    /// <summary>Ends when the disk is full or failing. As with mongod, a member that cannot write must not stay the primary of those who could.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Told after each commit that changed <see cref="LastOpTime"/>, on the writer: it must be quick.</summary>
    public Action<OpTime>? Committed { get; set; }

    /// <param name="directory">Where the file lies.</param>
    /// <param name="isSuspect">Whether the last one to use it did not end in order: then all of it is checked.</param>
    /// <exception cref="DamagedDataException">The file is damaged.</exception>
    public static DocumentStore Open(string directory, bool isSuspect)
    {
        var path = Path.Combine(directory, FileName);
        var transaction = new StoreTransaction(StoreSchema.OpenWriter(path, isSuspect));
        try
        {
            transaction.Reload();
            return new DocumentStore(path, transaction);
        }
        catch (Exception exception) when (exception is not DamagedDataException)
        {
            transaction.Dispose();
            throw new DamagedDataException($"The catalog in '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Runs the work on the writer; the task ends when what it wrote is on disk.</summary>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, T> work)
    {
        var item = new WriteWork<T>(work);
        if (!_queue.Writer.TryWrite(item))
        {
            throw new CommandException(ErrorCode.ShutdownInProgress, "The server is in quiesce mode and will shut down");
        }

        return item.Task;
    }

    public Task WriteAsync(Action<StoreTransaction> work) => WriteAsync(transaction =>
    {
        work(transaction);
        return true;
    });

    /// <summary>A connection for somebody who reads one snapshot for long; the caller disposes it.</summary>
    public SqliteConnection OpenSnapshot() => StoreSchema.OpenReader(_path);

    /// <summary>Reads from one snapshot.</summary>
    public T Read<T>(Func<StoreReader, T> read)
    {
        var reader = RentReader();
        var healthy = false;
        try
        {
            reader.BeginSnapshot();
            try
            {
                return read(reader);
            }
            finally
            {
                reader.EndSnapshot();
                healthy = true;
            }
        }
        finally
        {
            if (healthy)
            {
                GiveBack(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    /// <summary>The newest snapshot that a majority of the set has; null when none is at hand.</summary>
    public StoreSnapshot? CommittedSnapshot => _snapshots.Committed;

    /// <summary>Tells up to where a majority of the set has the log.</summary>
    public void AdvanceCommitPoint(OpTime commitPoint) => _snapshots.Advance(commitPoint);

    /// <summary>Lets go of all snapshots: the data have been rolled back or replaced.</summary>
    public void ForgetSnapshots() => _snapshots.ReleaseAll();

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
        _snapshots.ReleaseAll();
        while (_idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _transaction.Dispose();
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<WriteWork>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxWorkPerCommit && _queue.Reader.TryRead(out var work))
            {
                batch.Add(work);
            }

            WriteBatch(batch);
        }
    }

    private void WriteBatch(List<WriteWork> batch)
    {
        var done = new List<WriteWork>(batch.Count);
        try
        {
            _transaction.Begin();
            foreach (var work in batch)
            {
                if (RunOne(work))
                {
                    done.Add(work);
                }
            }

            _transaction.Commit();
        }
        catch (Exception exception)
        {
            AbandonBatch(batch, exception);
            return;
        }

        Publish();
        CheckpointIfDue();
        foreach (var work in done)
        {
            work.Complete();
        }
    }

    private bool RunOne(WriteWork work)
    {
        _transaction.Savepoint();
        try
        {
            work.Run(_transaction);
        }
        catch (Exception exception) when (!IsFailing(exception))
        {
            _transaction.RollbackToSavepoint();
            work.Fail(exception);
            return false;
        }

        _transaction.Release();
        return true;
    }

    // SQLite's codes: 10 is an input or output error, 11 a damaged file, 13 a full disk.
    private static bool IsFailing(Exception exception) => exception is SqliteException { SqliteErrorCode: 10 or 11 or 13 };

    // The disk is full or failing: nothing of the batch may be acknowledged.
    private void AbandonBatch(List<WriteWork> batch, Exception exception)
    {
        try
        {
            _transaction.Rollback();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself.
        }

        var ends = IsFailing(exception);
        if (ends)
        {
            _failed.TrySetResult();
        }

        // A member that ends: clients go on with the next primary.
        var code = ends ? ErrorCode.InterruptedAtShutdown : ErrorCode.InternalError;
        foreach (var work in batch)
        {
            work.Fail(new CommandException(code, "storage failed: " + exception.Message));
        }

        _transaction.Reload();
    }

    private void Publish()
    {
        _catalog = _transaction.Catalog;
        if (_transaction.LastOpTime != _lastOpTime.Value)
        {
            _lastOpTime = new StrongBox(_transaction.LastOpTime);
            Remember(_transaction.LastOpTime);
            Committed?.Invoke(_transaction.LastOpTime);
        }
    }

    private void Remember(OpTime opTime)
    {
        if (opTime.IsNone)
        {
            _snapshots.ReleaseAll();
            return;
        }

        _snapshots.Add(opTime, _catalog);
    }

    private void CheckpointIfDue()
    {
        _bytesSinceCheckpoint += _transaction.TakeWrittenBytes();
        if (++_commitsSinceCheckpoint < CheckpointCommits && _bytesSinceCheckpoint < CheckpointBytes)
        {
            return;
        }

        // The write-ahead log begins anew only when nobody reads from it, and a snapshot is always being held.
        (_commitsSinceCheckpoint, _bytesSinceCheckpoint) = (0, 0);
        if (_transaction.Checkpoint() > MaxLogPages)
        {
            _snapshots.ReleaseAll();
            _transaction.Checkpoint();
        }
    }

    private StoreReader RentReader()
    {
        if (_idleReaders.TryTake(out var reader))
        {
            return reader;
        }

        reader = new StoreReader(StoreSchema.OpenReader(_path));
        reader.Touch();
        return reader;
    }

    private void GiveBack(StoreReader reader)
    {
        if (_idleReaders.Count < MaxIdleReaders)
        {
            _idleReaders.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }

    // A reference can be read and written in one step; the two halves of an OpTime cannot.
    private sealed record StrongBox(OpTime Value);
}
