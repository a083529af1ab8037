using ITFrame.Api;
using ITFrame.Api.Cast.Songs;
using ITFrame.Api.NowPlaying;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class NowPlayingListTest
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2016, 5, 1, 18, 0, 0, TimeSpan.Zero));
    private readonly FakeSongRepository _songs = new();

    [Fact]
    public async Task GetLatest_Songs_NewestFirst()
    {
        await PlayAsync("A", "B", "C");
        Assert.Equal(["C", "B", "A"], await TitlesAsync());
    }

    [Fact]
    public async Task GetLatest_SongReportedAgain_IsOneEntryFromItsFirstReport()
    {
        await PlayAsync("A", "B", "B", "B");
        var began = _songs.All[1];

        var latest = await GetAsync();

        Assert.Equal(["B", "A"], latest.Select(song => song.Song));
        Assert.Equal(began.Id.ToString(), latest[0].Id);
        Assert.Equal(began.Time, latest[0].CreateDate);
    }

    [Fact]
    public async Task GetLatest_SongPlayedAgainLater_IsTwoEntries()
    {
        await PlayAsync("A", "B", "A");
        Assert.Equal(["A", "B", "A"], await TitlesAsync());
    }

    [Fact]
    public async Task GetLatest_SameTitleByAnotherArtist_IsTwoEntries()
    {
        await AddAsync(new StoreSongRequest { Title = "A", Artist = "X" });
        await AddAsync(new StoreSongRequest { Title = "A", Artist = "Y" });
        Assert.Equal(2, (await GetAsync()).Count);
    }

    [Fact]
    public async Task GetLatest_RepeatsFillAPage_ReadsOn()
    {
        await PlayAsync([.. Enumerable.Range(0, 12).Select(number => $"T{number}"), .. Enumerable.Repeat("last", 40)]);

        var titles = await TitlesAsync();

        Assert.Equal(["last", .. Enumerable.Range(3, 9).Reverse().Select(number => $"T{number}")], titles);
    }

    [Fact]
    public async Task GetLatest_OnlyRepeats_StopsReading()
    {
        await PlayAsync([.. Enumerable.Repeat("same", 1000)]);

        Assert.Equal(["same"], await TitlesAsync());
        Assert.InRange(_songs.Searches, 1, 5);
    }

    [Fact]
    public async Task GetLatest_SongOfYesterday_IsGone()
    {
        await PlayAsync("A");
        _time.Advance(NowPlayingList.MaxAge + TimeSpan.FromMinutes(10));
        Assert.Empty(await GetAsync());
    }

    [Fact]
    public async Task GetLatest_SongWithoutTitle_ShowsWhatTheStreamAnnounced()
    {
        await AddAsync(new StoreSongRequest { Song = "X - Y" });
        var song = Assert.Single(await GetAsync());
        Assert.Equal(("X - Y", "", new ApiOptions().NoCoverUrl), (song.Song, song.Artist, song.Cover));
    }

    private async Task PlayAsync(params string[] titles)
    {
        foreach (var title in titles)
        {
            await AddAsync(new StoreSongRequest { Title = title, Artist = "X" });
        }
    }

    private Task AddAsync(StoreSongRequest song)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _songs.AddAsync(song.ToDocument("demo", _time.GetUtcNow()) with { Id = ObjectId.GenerateNewId() }, TestContext.Current.CancellationToken);
    }

    private Task<IReadOnlyList<NowPlayingResponse>> GetAsync()
        => new NowPlayingList(_songs, new SongMapper(Options.Create(new ApiOptions())), _time).GetLatestAsync("demo", 10, TestContext.Current.CancellationToken);

    private async Task<IEnumerable<string>> TitlesAsync() => (await GetAsync()).Select(song => song.Song);
}
