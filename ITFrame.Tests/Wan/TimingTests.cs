using ITFrame.Wan.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Wan;

public sealed class TimingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alarm_WaitAsync_CompletesWhenDueAndNotBefore()
    {
        var clock = new FakeTimeProvider();
        using var alarm = new Alarm(clock);
        for (var i = 0; i < 3; i++)
        {
            var waiting = alarm.WaitAsync(TimeSpan.FromMilliseconds(5)).AsTask();
            clock.Advance(TimeSpan.FromMilliseconds(4.9));
            Assert.False(waiting.IsCompleted);
            clock.Advance(TimeSpan.FromMilliseconds(0.1));
            await waiting.WaitAsync(WanLab.Deadline, Cancellation);
        }
    }

    [Fact]
    public async Task Alarm_Cancel_EndsTheWaitAndAllLaterOnes()
    {
        using var alarm = new Alarm(new FakeTimeProvider());
        var waiting = alarm.WaitAsync(TimeSpan.FromDays(1)).AsTask();

        alarm.Cancel();

        await waiting.WaitAsync(WanLab.Deadline, Cancellation);
        await alarm.WaitAsync(TimeSpan.FromDays(1)).AsTask().WaitAsync(WanLab.Deadline, Cancellation);
    }

    [Fact]
    public async Task HighResolutionTimeProvider_ManyTimers_FireInOrderAndNotEarly()
    {
        using var clock = new HighResolutionTimeProvider();
        var fired = new List<int>();
        var done = new TaskCompletionSource();
        var start = clock.GetTimestamp();
        var elapsed = TimeSpan.Zero;
        var timers = new[] { 800, 50, 400 }.Select(milliseconds => clock.CreateTimer(
            _ =>
            {
                fired.Add(milliseconds);
                if (fired.Count == 3)
                {
                    elapsed = clock.GetElapsedTime(start);
                    done.SetResult();
                }
            },
            null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan)).ToList();

        await done.Task.WaitAsync(WanLab.Deadline, Cancellation);

        Assert.Equal([50, 400, 800], fired);
        Assert.True(elapsed >= TimeSpan.FromMilliseconds(799));
        Assert.Equal(3, timers.Count);
    }

    [Fact]
    public async Task HighResolutionTimeProvider_TimerChangedOrDisposed_FiresOnlyAsLastSet()
    {
        using var clock = new HighResolutionTimeProvider();
        var count = 0;
        var changed = clock.CreateTimer(_ => Interlocked.Increment(ref count), null, TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan);
        changed.Change(TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        var disposed = clock.CreateTimer(_ => Interlocked.Increment(ref count), null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        var last = new TaskCompletionSource();
        clock.CreateTimer(_ => last.SetResult(), null, TimeSpan.FromMilliseconds(40), Timeout.InfiniteTimeSpan);

        await last.Task.WaitAsync(WanLab.Deadline, Cancellation);

        Assert.Equal(1, count);
    }
}
