using ITFrame.Drills.Clients;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class ConnectionRaceTests
{
    private static readonly GatewayEndpoint First = new("first", new Uri("http://first.test"));
    private static readonly GatewayEndpoint Second = new("second", new Uri("http://second.test"));
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new();
    private readonly ManualDialer _dialer = new();

    [Fact]
    public async Task RunAsync_FirstConnects_SecondIsNeverTried()
    {
        var race = RunAsync();
        using var connection = new MemoryStream();
        _dialer.Connect(First, connection);

        Assert.Equal((First, connection), await race);
        Assert.Equal([First], _dialer.Begun);
    }

    [Fact]
    public async Task RunAsync_FirstHangs_SecondBeginsAfterTheDelayAndWins()
    {
        var race = RunAsync();
        Assert.Equal([First], _dialer.Begun);

        _time.Advance(Stagger - TimeSpan.FromMilliseconds(1));
        Assert.Equal([First], _dialer.Begun);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => _dialer.Begun.Count == 2);
        using var connection = new MemoryStream();
        _dialer.Connect(Second, connection);

        Assert.Equal((Second, connection), await race);
        Assert.True(_dialer.IsCancelled(First));
    }

    [Fact]
    public async Task RunAsync_FirstIsRefused_SecondBeginsAtOnce()
    {
        var race = RunAsync();
        _dialer.Refuse(First);
        await Eventually.TrueAsync(() => _dialer.Begun.Count == 2);
        using var connection = new MemoryStream();
        _dialer.Connect(Second, connection);

        Assert.Equal((Second, connection), await race);
    }

    [Fact]
    public async Task RunAsync_FirstIsSlowButStillFirst_FirstWins()
    {
        var race = RunAsync();
        _time.Advance(Stagger);
        await Eventually.TrueAsync(() => _dialer.Begun.Count == 2);
        using var connection = new MemoryStream();
        _dialer.Connect(First, connection);

        Assert.Equal((First, connection), await race);
        Assert.True(_dialer.IsCancelled(Second));
    }

    [Fact]
    public async Task RunAsync_LoserConnectsAfterAll_ItsConnectionIsClosed()
    {
        _dialer.IgnoresCancellation = true;
        var race = RunAsync();
        _time.Advance(Stagger);
        await Eventually.TrueAsync(() => _dialer.Begun.Count == 2);
        using var winner = new MemoryStream();
        using var loser = new MemoryStream();
        _dialer.Connect(Second, winner);
        await race;
        _dialer.Connect(First, loser);

        await Eventually.TrueAsync(() => !loser.CanRead);
        Assert.True(winner.CanRead);
    }

    [Fact]
    public async Task RunAsync_AllAreRefused_ReturnsNull()
    {
        var race = RunAsync();
        _dialer.Refuse(First);
        await Eventually.TrueAsync(() => _dialer.Begun.Count == 2);
        _dialer.Refuse(Second);

        Assert.Null(await race);
    }

    private Task<(GatewayEndpoint Gateway, Stream Connection)?> RunAsync()
        => new ConnectionRace(_dialer, Stagger, _time).RunAsync([First, Second], TestContext.Current.CancellationToken);

    private sealed class ManualDialer : IGatewayDialer
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<GatewayEndpoint, (TaskCompletionSource<Stream> Source, CancellationToken Token)> _attempts = [];

        public bool IgnoresCancellation { get; set; }

        public IReadOnlyList<GatewayEndpoint> Begun
        {
            get
            {
                lock (_gate)
                {
                    return [.. _attempts.Keys];
                }
            }
        }

        public Task<Stream> ConnectAsync(GatewayEndpoint gateway, CancellationToken cancellationToken)
        {
            var source = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _attempts.Add(gateway, (source, cancellationToken));
            }

            return IgnoresCancellation ? source.Task : source.Task.WaitAsync(cancellationToken);
        }

        public void Connect(GatewayEndpoint gateway, Stream connection) => _attempts[gateway].Source.SetResult(connection);

        public void Refuse(GatewayEndpoint gateway) => _attempts[gateway].Source.SetException(new GatewayConnectException(gateway, "refused"));

        public bool IsCancelled(GatewayEndpoint gateway) => _attempts[gateway].Token.IsCancellationRequested;
    }
}
