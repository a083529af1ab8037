using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using ITFrame.Drills.Traffic;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class ReadBackTests
{
    private static readonly OperationRecord[] Records =
    [
        Histories.Song(1), Histories.Song(2), Histories.Song(3, ClientOutcome.Unknown), Histories.Song(4, ClientOutcome.OutOfGateways, sent: false),
        Histories.Setting("a", 1), Histories.Setting("a", 2), Histories.Setting("b", 1), Histories.Swap("r", 1, 2, 3, from: 2, to: 3),
    ];

    private readonly FakeSource _source = new()
    {
        Songs = ["song 1", "song 2"],
        Settings = { ["a"] = "a 2", ["b"] = "b 1" },
    };

    [Fact]
    public async Task CheckAsync_AllIsThere_FindsNothing()
    {
        var result = await CheckAsync(new ReadBackOptions());

        Assert.Null(result.Failure);
        Assert.Empty(result.Findings);
        Assert.Equal(1, _source.SongReads);
        Assert.Equal(new FinalValue("value 3", 3), result.Registers["r"]);
    }

    [Fact]
    public async Task CheckAsync_ReplicationLags_ReadsAgainAndFindsNothing()
    {
        _source.Songs = ["song 1"];
        _source.Settings["a"] = "a 1";
        _source.OnRead = reads =>
        {
            if (reads == 3)
            {
                _source.Songs = ["song 1", "song 2"];
                _source.Settings["a"] = "a 2";
            }
        };

        var result = await CheckAsync(new ReadBackOptions { Interval = TimeSpan.FromMilliseconds(1), LagAllowance = TimeSpan.FromMinutes(1) });

        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task CheckAsync_WritesNeverArrive_AreLost()
    {
        _source.Songs = ["song 1", "song 1"];
        _source.Settings["a"] = "a 1";
        _source.Settings.Remove("b");

        var result = await CheckAsync(new ReadBackOptions { Interval = TimeSpan.FromMilliseconds(1), LagAllowance = TimeSpan.FromMilliseconds(20) });

        Assert.Null(result.Failure);
        Assert.Equal(
            [
                new Finding(Rules.Lost, "POST store-song: song 2"), new Finding(Rules.Duplicated, "POST store-song: song 1"),
                new Finding(Rules.Lost, "a: found 'a 1', expected 'a 2' or later"), new Finding(Rules.Lost, "b: found nothing, expected 'b 1' or later"),
            ],
            result.Findings);
    }

    [Fact]
    public async Task CheckAsync_GatewayIsBackAfterAWhile_FindsNothing()
    {
        _source.Failure = "refused";
        _source.OnRead = reads => _source.Failure = reads < 3 ? "refused" : null;

        var result = await CheckAsync(new ReadBackOptions { Interval = TimeSpan.FromMilliseconds(1) });

        Assert.Null(result.Failure);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task CheckAsync_GatewayStaysAway_SaysSoAndCallsNothingLost()
    {
        _source.Failure = "refused";

        var result = await CheckAsync(new ReadBackOptions { Interval = TimeSpan.FromMilliseconds(1), ReachDeadline = TimeSpan.FromMilliseconds(20) });

        Assert.Equal("refused", result.Failure);
        Assert.Empty(result.Findings);
    }

    private Task<ReadBackResult> CheckAsync(ReadBackOptions options)
        => new ReadBack(Records, options, TimeProvider.System).CheckAsync(_source, TestContext.Current.CancellationToken);

    private sealed class FakeSource : IReadBackSource
    {
        private readonly Lock _gate = new();

        public string Name => "fake";

        public string[] Songs { get; set; } = [];

        public Dictionary<string, string> Settings { get; } = [];

        public SessionStatistics Statistics { get; } = new([], [], DateTimeOffset.UnixEpoch);

        public string? Failure { get; set; }

        public Action<int> OnRead { get; set; } = _ => { };

        public int SongReads { get; private set; }

        private int Reads { get; set; }

        public Task<FinalValue?> ReadRegisterAsync(string station, CancellationToken cancellationToken)
            => ReadAsync<FinalValue?>(() => new FinalValue("value 3", 3));

        public Task<IReadOnlyList<string>> ReadSetAsync(OperationKind kind, CancellationToken cancellationToken)
        {
            Assert.Equal(OperationKind.StoreSong, kind);
            SongReads++;
            return ReadAsync<IReadOnlyList<string>>(() => Songs);
        }

        public Task<SessionStatistics> ReadStatisticsAsync(CancellationToken cancellationToken) => ReadAsync(() => Statistics);

        public Task<string?> ReadSettingAsync(string station, CancellationToken cancellationToken)
            => ReadAsync(() => Settings.GetValueOrDefault(station));

        private Task<T> ReadAsync<T>(Func<T> read)
        {
            lock (_gate)
            {
                OnRead(++Reads);
                return Failure is null ? Task.FromResult(read()) : Task.FromException<T>(new ReadBackException(Failure));
            }
        }
    }
}
