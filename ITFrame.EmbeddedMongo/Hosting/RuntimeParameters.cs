namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>What an operator can change while the member runs.</summary>
internal sealed class RuntimeParameters
{
    private volatile bool _isTtlMonitorEnabled = true;
    private long _cursorTimeoutMilliseconds = (long)TimeSpan.FromMinutes(10).TotalMilliseconds;

    public bool IsTtlMonitorEnabled
    {
        get => _isTtlMonitorEnabled;
        set => _isTtlMonitorEnabled = value;
    }

    /// <summary>How long a cursor that nobody asks for stays open.</summary>
    public TimeSpan CursorTimeout
    {
        get => TimeSpan.FromMilliseconds(Interlocked.Read(ref _cursorTimeoutMilliseconds));
        set => Interlocked.Exchange(ref _cursorTimeoutMilliseconds, (long)value.TotalMilliseconds);
    }
}
