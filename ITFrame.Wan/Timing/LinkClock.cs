namespace ITFrame.Wan.Timing;

/// <summary>The clock that links go by. A type of its own, so that the rest of the host keeps the system's clock.</summary>
internal sealed record LinkClock(TimeProvider Time) : IDisposable
{
    public void Dispose() => (Time as IDisposable)?.Dispose();
}
