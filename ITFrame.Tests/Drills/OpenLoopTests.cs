using System.Collections.Concurrent;
using ITFrame.Drills.Traffic;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class OpenLoopTests
{
    private static readonly TimeSpan[] Arrivals = [.. Enumerable.Range(1, 5).Select(number => TimeSpan.FromMilliseconds(100 * number))];

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<TimeSpan> _begun = new();
    private readonly ConcurrentQueue<TimeSpan> _overflown = new();
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task RunAsync_NothingIsAnswered_EveryArrivalStartsInTime()
    {
        var loop = new OpenLoop(_time, maximumInFlight: 100);
        var running = RunAsync(loop, TestContext.Current.CancellationToken);

        for (var count = 1; count <= Arrivals.Length; count++)
        {
            await Eventually.TrueAsync(() => Advance(Arrivals[count - 1]) && _begun.Count == count);
            Assert.Equal(count, loop.InFlight);
        }

        Assert.Equal(Arrivals, _begun);
        Assert.False(running.IsCompleted);
        _answer.SetResult();
        await running;
        Assert.Equal(0, loop.InFlight);
    }

    [Fact]
    public async Task RunAsync_ClockJumps_MissedArrivalsAreCaughtUpWithTheirIntendedTimes()
    {
        _answer.SetResult();
        var running = RunAsync(new OpenLoop(_time, maximumInFlight: 100), TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(10));
        await running;

        Assert.Equal(Arrivals, _begun);
    }

    [Fact]
    public async Task RunAsync_TooManyInFlight_ArrivalIsCountedAsOverflow()
    {
        var running = RunAsync(new OpenLoop(_time, maximumInFlight: 2), TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => _overflown.Count == 3);
        _answer.SetResult();
        await running;

        Assert.Equal(Arrivals[..2], _begun);
        Assert.Equal(Arrivals[2..], _overflown);
    }

    [Fact]
    public async Task RunAsync_Cancelled_WaitsForWhatIsUnderWay()
    {
        using var cancelled = new CancellationTokenSource();
        var running = RunAsync(new OpenLoop(_time, maximumInFlight: 100), cancelled.Token);
        await Eventually.TrueAsync(() => Advance(Arrivals[0]) && _begun.Count == 1);

        await cancelled.CancelAsync();
        Assert.False(running.IsCompleted);
        _answer.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(_begun);
    }

    private Task RunAsync(OpenLoop loop, CancellationToken cancellationToken)
    {
        return loop.RunAsync(
            Arrivals,
            _time.GetTimestamp(),
            due =>
            {
                _begun.Enqueue(due);
                return _answer.Task;
            },
            _overflown.Enqueue,
            cancellationToken);
    }

    /// <summary>Sets the clock to a moment of the run; the loop may need it set before or after it began to wait.</summary>
    private bool Advance(TimeSpan to)
    {
        var now = _time.GetUtcNow() - _time.Start;
        if (now < to)
        {
            _time.Advance(to - now);
        }

        return true;
    }
}
