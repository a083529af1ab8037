using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class ReadBackTests
{
    private static readonly OperationRecord[] Records =
    [
        Histories.Song(1), Histories.Song(2), Histories.Song(3, ClientOutcome.Unknown), Histories.Song(4, ClientOutcome.OutOfGateways, sent: false),
        Histories.Setting("a", 1), Histories.Setting("a", 2), Histories.Setting("b", 1),
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
        Assert.True(result.Songs.IsClean);
        Assert.Empty(result.Settings);
        Assert.Equal(1, _source.SongReads);
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

        Assert.True(result.Songs.IsClean);
        Assert.Empty(result.Settings);
    }

    [Fact]
    public async Task CheckAsync_WritesNeverArrive_AreLost()
    {
        _source.Songs = ["song 1", "song 1"];
        _source.Settings["a"] = "a 1";
        _source.Settings.Remove("b");

        var result = await CheckAsync(new ReadBackOptions { Interval = TimeSpan.FromMilliseconds(1), LagAllowance = TimeSpan.FromMilliseconds(20) });

        Assert.Null(result.Failure);
        Assert.Equal(["song 2"], result.Songs.Lost);
        Assert.Equal(["song 1"], result.Songs.Duplicated);
        Assert.Equal([SettingVerdict.Stale, SettingVerdict.Lost], result.Settings.Select(finding => finding.Verdict));
    }

    [Fact]
    public async Task CheckAsync_GatewayIsBackAfterAWhile_FindsNothing()
    {
        _source.Failure = "refused";
        _source.OnRead = reads => _source.Failure = reads < 3 ? "refused" : null;

        var result = await CheckAsync(new ReadBackOptions { Interval = TimeSpan.FromMilliseconds(1) });

        Assert.Null(result.Failure);
        Assert.True(result.Songs.IsClean);
    }

    [Fact]
    public async Task CheckAsync_GatewayStaysAway_SaysSoAndCallsNothingLost()
    {
        _source.Failure = "refused";

        var result = await CheckAsync(new ReadBackOptions { Interval = TimeSpan.FromMilliseconds(1), ReachDeadline = TimeSpan.FromMilliseconds(20) });

        Assert.Equal("refused", result.Failure);
        Assert.Empty(result.Songs.Lost);
    }

    private Task<ReadBackResult> CheckAsync(ReadBackOptions options)
        => new ReadBack(Records, options, TimeProvider.System).CheckAsync(_source, TestContext.Current.CancellationToken);

    private sealed class FakeSource : IReadBackSource
    {
        private readonly Lock _gate = new();

        public string Name => "fake";

        public string[] Songs { get; set; } = [];

        public Dictionary<string, string> Settings { get; } = [];

        public string? Failure { get; set; }

        public Action<int> OnRead { get; set; } = _ => { };

        public int SongReads { get; private set; }

        private int Reads { get; set; }

        public Task<IReadOnlyList<string>> ReadSongsAsync(CancellationToken cancellationToken)
        {
            SongReads++;
            return ReadAsync<IReadOnlyList<string>>(() => Songs);
        }

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
