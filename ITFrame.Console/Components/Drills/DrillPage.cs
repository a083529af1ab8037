using ITFrame.Console.Drills;
using ITFrame.Console.LabControl;
using Microsoft.AspNetCore.Components;

namespace ITFrame.Console.Components.Drills;

/// <summary>A page that asks lab control about drills while it is open: runs are told of by nobody.</summary>
public abstract class DrillPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();

    /// <summary>What went wrong last; null when nothing did.</summary>
    protected string? Problem { get; private set; }

    [Inject]
    internal DrillClient Drills { get; set; } = default!;

    [Inject]
    internal TimeProvider Clock { get; set; } = default!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks once; false when there is nothing more to be asked.</summary>
    protected abstract Task<bool> AskAsync(CancellationToken cancellationToken);

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync(_closed.Token);
        }
    }

    /// <summary>Does what a button asks for; null where that failed, and <see cref="Problem"/> says why.</summary>
    private protected async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> run)
        where T : class
    {
        try
        {
            var result = await run(_closed.Token);
            Problem = null;
            return result;
        }
        catch (LabControlException exception)
        {
            Problem = exception.Message;
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var goesOn = true;
                try
                {
                    goesOn = await AskAsync(cancellationToken);
                    Problem = null;
                }
                catch (LabControlException exception)
                {
                    Problem = exception.Message;
                }

                await InvokeAsync(StateHasChanged);
                if (!goesOn)
                {
                    return;
                }

                await Task.Delay(Interval, Clock, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page was closed.
        }
    }
}
