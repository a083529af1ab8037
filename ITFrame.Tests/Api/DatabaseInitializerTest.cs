using ITFrame.Api.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class DatabaseInitializerTest
{
    private readonly FakeTimeProvider _time = new();
    private readonly DatabaseState _state = new();

    [Fact]
    public async Task Start_NoPrimaryAtFirst_TriesUntilThereIsOne()
    {
        var step = new Step(0, new TimeoutException(), MongoFailures.Command(11000), new MongoException("refused"));
        using var initializer = new DatabaseInitializer([step], _state, _time, NullLogger<DatabaseInitializer>.Instance);

        await initializer.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => step.Runs == 1);
        Assert.False(_state.IsInitialized);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _state.IsInitialized;
        });

        Assert.Equal(4, step.Runs);
        await initializer.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Start_Steps_RunInOrder()
    {
        var runs = new List<int>();
        var steps = new[] { 1, 0, 2 }.Select(order => new Step(order) { Ran = () => runs.Add(order) });
        using var initializer = new DatabaseInitializer(steps, _state, _time, NullLogger<DatabaseInitializer>.Instance);

        await initializer.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _state.IsInitialized);

        Assert.Equal([0, 1, 2], runs);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(1, deadline.Token);
        }
    }

    private sealed class Step(int order, params Exception[] failures) : IDatabaseStep
    {
        private int _runs;

        public Action? Ran { get; init; }

        public int Order => order;

        public int Runs => Volatile.Read(ref _runs);

        public Task RunAsync(CancellationToken cancellationToken)
        {
            Ran?.Invoke();
            var run = Interlocked.Increment(ref _runs);
            return run <= failures.Length ? Task.FromException(failures[run - 1]) : Task.CompletedTask;
        }
    }
}
