using ITFrame.Console.Telemetry;
using Microsoft.AspNetCore.Components;

namespace ITFrame.Console.Components.Shared;

/// <summary>A page that shows a store's content and follows its changes while it is open.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly List<ChangeSignal> _signals = [];
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>Not live: the page stays as it is until the reader goes on.</summary>
    protected bool IsPaused { get; private set; }

    /// <summary>Reads the store anew.</summary>
    protected abstract void Refresh();

    protected void Pause(bool paused)
    {
        IsPaused = paused;
        if (!paused)
        {
            Refresh();
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private protected void Follow(ChangeSignal signal)
    {
        // While the page is rendered on the server for its first display nothing can be pushed to it.
        if (RendererInfo.IsInteractive)
        {
            _signals.Add(signal);
            signal.Changed += Changed;
        }
    }

    /// <summary>Draws the page anew every second: time goes on, and rates fall, without anything happening.</summary>
    protected void FollowTime(TimeProvider time)
    {
        if (RendererInfo.IsInteractive)
        {
            _timer = time.CreateTimer(_ => Changed(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        _disposed = true;
        if (disposing)
        {
            _timer?.Dispose();
            _signals.ForEach(signal => signal.Changed -= Changed);
        }
    }

    private void Changed() => _ = InvokeAsync(() =>
    {
        if (!IsPaused && !_disposed)
        {
            Refresh();
            StateHasChanged();
        }
    });
}
