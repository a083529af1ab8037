using System.Diagnostics;

namespace ITFrame.Tests.Support;

/// <summary>Waits for a condition with a deadline: the only way in which tests wait.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="TimeoutException">The condition did not come true in time.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan deadline, Func<Task<string>>? state, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > deadline)
            {
                throw new TimeoutException($"Not true within {deadline.TotalSeconds:0} s. {(state is null ? "" : await state())}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, Func{Task{string}}?, CancellationToken)" />
    public static Task TrueAsync(Func<bool> condition, TimeSpan deadline, CancellationToken cancellationToken)
        => TrueAsync(() => Task.FromResult(condition()), deadline, state: null, cancellationToken);
}
