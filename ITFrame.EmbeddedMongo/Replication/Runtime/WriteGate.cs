using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>
/// Whether this member may write, and in which term. The coordinator closes it at once when the member steps down;
/// only the writer opens it, after everything that was replicated before, so the two kinds of writes never mix.
/// </summary>
internal sealed class WriteGate(Func<TimeSpan> now)
{
    private readonly Lock _lock = new();
    private long? _allowedTerm;
    private long? _openTerm;
    private bool _isPaused;
    private TimeSpan _leaseUntil;

    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _openTerm is not null;
            }
        }
    }

    /// <summary>The coordinator lets the writer open the gate for this term.</summary>
    public void Allow(long term)
    {
        lock (_lock)
        {
            _allowedTerm = term;
            _isPaused = false;
        }
    }

    /// <summary>The writer opens the gate, unless the member has stepped down in the meantime.</summary>
    public bool TryOpen(long term)
    {
        lock (_lock)
        {
            _openTerm = _allowedTerm == term ? term : null;
            return _openTerm is not null;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _allowedTerm = null;
            _openTerm = null;
            _isPaused = false;
        }
    }

    /// <summary>Holds writes back while a hand-over is prepared.</summary>
    public void Pause(bool isPaused)
    {
        lock (_lock)
        {
            _isPaused = isPaused;
        }
    }

    public void SetLease(TimeSpan until)
    {
        lock (_lock)
        {
            _leaseUntil = until;
        }
    }

    /// <summary>
    /// The term to write in. A member that was frozen or cut off does not know yet that it was replaced, but it does
    /// know that it has not heard from a majority for too long.
    /// </summary>
    public long DemandTerm()
    {
        lock (_lock)
        {
            return _openTerm is { } term && !_isPaused && now() < _leaseUntil ? term : throw CommandException.NotWritablePrimary();
        }
    }
}
