using ITFrame.Console.Telemetry;
using Microsoft.AspNetCore.Components;

namespace ITFrame.Console.Components.Shared;

/// <summary>A page that shows a store's content and follows its changes while it is open.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly List<ChangeSignal> _signals = [];
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

    protected virtual void Dispose(bool disposing)
    {
        _disposed = true;
        if (disposing)
        {
            _signals.ForEach(signal => signal.Changed -= Changed);
        }
    }

    /// <summary>Draws the page anew, from whatever thread.</summary>
    protected void Changed() => _ = InvokeAsync(() =>
    {
        if (!IsPaused && !_disposed)
        {
            Refresh();
            StateHasChanged();
        }
    });
}
