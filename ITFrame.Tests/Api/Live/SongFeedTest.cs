using ITFrame.Api;
using ITFrame.Api.NowPlaying.Live;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.Api.Live;

public sealed class SongFeedTest
{
    private const int Capacity = 4;

    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly SongFeed _feed;

    public SongFeedTest()
    {
        _feed = new SongFeed(Options.Create(new ApiOptions { RecentSongs = Capacity, Followers = 3 }), _time);
        _feed.Open(At(10));
    }

    [Fact]
    public void Read_AfterAPlace_IsWhatTheStationHasPlayedSince()
    {
        using var station = Follow("a");
        Publish(("a", 11), ("b", 12), ("a", 13));

        Assert.Equal([11, 13], Read(station, 10));
        Assert.Equal([13], Read(station, 11));
        Assert.Equal([13], Read(station, 12));
        Assert.Equal([], Read(station, 13));
        Assert.Equal(At(13), station.Read(At(10), isKnown: false)!.Position);
    }

    [Fact]
    public void Read_BeforeWhatIsKept_IsNothing()
    {
        using var station = Follow("a");
        Assert.Null(station.Read(At(9), isKnown: true));

        Publish([.. Enumerable.Range(11, Capacity).Select(number => ("a", number))]);
        Assert.Equal([11, 12, 13, 14], Read(station, 10));

        // Somebody else's song takes the place of the oldest.
        Publish(("b", 15));
        Assert.Null(station.Read(At(10), isKnown: true));
        Assert.Equal([12, 13, 14], Read(station, 11));
        Assert.Equal((false, true), (_feed.Reaches(At(10)), _feed.Reaches(At(11))));
    }

    [Fact]
    public void Read_AheadOfTheFeed_OnlyWhereThePlaceIsKnown()
    {
        using var station = Follow("a");
        Assert.Null(station.Read(At(12), isKnown: false));
        Assert.Equal(At(12), station.Read(At(12), isKnown: true)!.Position);

        // What was seen elsewhere is not seen again.
        Publish(("a", 11), ("a", 12), ("a", 13));
        Assert.Equal([13], Read(station, 12));
    }

    [Fact]
    public void More_SongOfTheStation_WakesItsFollowersAlone()
    {
        using var one = Follow("a");
        using var other = Follow("b");
        var (first, second) = (one.Read(At(10), isKnown: true)!.More, other.Read(At(10), isKnown: true)!.More);

        Publish(("a", 11));

        Assert.Equal((true, false), (first.IsCompleted, second.IsCompleted));
        Assert.False(one.Read(At(11), isKnown: true)!.More.IsCompleted);
    }

    [Fact]
    public void Open_Anew_WakesAllAndForgets()
    {
        using var station = Follow("a");
        Publish(("a", 11));
        var more = station.Read(At(11), isKnown: true)!.More;

        _feed.Open(At(20));

        Assert.True(more.IsCompleted);
        Assert.Null(station.Read(At(11), isKnown: true));
        Assert.Equal([], Read(station, 20));
    }

    [Fact]
    public void TryFollow_AsManyAsThereMayBe_NoMoreUntilOneLeaves()
    {
        var followers = Enumerable.Range(0, 3).Select(_ => Follow("a")).ToList();
        Assert.Null(_feed.TryFollow("b"));

        followers[0].Dispose();
        followers[0].Dispose();

        Assert.Equal(2, _feed.Followers);
        using var next = Follow("b");
        Assert.Null(_feed.TryFollow("c"));
    }

    [Fact]
    public void TryClose_NobodyForSoLong_BeginsAnewForTheNext()
    {
        var station = Follow("a");
        _time.Advance(2 * Linger);
        Assert.False(_feed.TryClose(Linger));

        station.Dispose();
        Assert.False(_feed.TryClose(Linger));
        Assert.False(_feed.Wanted.IsCompleted);
        _time.Advance(Linger);
        Assert.True(_feed.TryClose(Linger));
        Assert.False(_feed.Opened.IsCompleted);

        using var next = Follow("a");
        Assert.True(_feed.Wanted.IsCompleted);
        _feed.Open(At(30));
        Assert.True(_feed.Opened.IsCompleted);
        Assert.Null(next.Read(At(10), isKnown: true));
    }

    private static StreamPosition At(int number) => StreamPosition.Parse($"82{number:X16}")!.Value;

    private static List<int> Read(FeedSubscription station, int after)
        => [.. station.Read(At(after), isKnown: true)!.Songs.Select(song => (int)song.Position.Time!.Value)];

    private FeedSubscription Follow(string station) => _feed.TryFollow(station)!;

    private void Publish(params (string Station, int Number)[] songs)
        => _feed.Publish([.. songs.Select(song => new SongEvent(At(song.Number), song.Station, ObjectId.GenerateNewId(), default, default))], At(songs[^1].Number));
}
