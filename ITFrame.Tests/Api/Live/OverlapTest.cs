using ITFrame.Api.Cast.Songs;
using ITFrame.Api.NowPlaying.Live;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.Api.Live;

public sealed class OverlapTest
{
    private static readonly DateTime Start = new(2016, 5, 1, 18, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Has_SongsThatWereRead_AndNoOthers()
    {
        var songs = Songs(3);
        var overlap = new Overlap(new WhatPlays(songs, default, null));

        Assert.All(songs, song => Assert.True(overlap.Has(Event(song))));
        Assert.False(overlap.Has(Event(Song(-1))));
        Assert.False(overlap.Has(Event(Song(3))));
    }

    [Fact]
    public void Has_AsManyAsAreRead_AllThatIsOlderToo()
    {
        var overlap = new Overlap(new WhatPlays(Songs(FollowerReads.Known), default, null));

        Assert.True(overlap.Has(Event(Song(-1))));
        Assert.False(overlap.Has(Event(Song(FollowerReads.Known))));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    public void IsOver_WhereTheFeedHasGotTo(int position, bool isOver)
        => Assert.Equal(isOver, new Overlap(new WhatPlays([], default, new BsonTimestamp(10))).IsOver(StreamPosition.Parse($"82{position:X16}")!.Value));

    [Fact]
    public void IsOver_NoTime_Never()
    {
        Assert.False(new Overlap(new WhatPlays([], default, null)).IsOver(StreamPosition.Parse("820000000000000001")!.Value));
        Assert.False(new Overlap(new WhatPlays([], default, new BsonTimestamp(1))).IsOver(StreamPosition.Parse("FF")!.Value));
    }

    private static SongDocument[] Songs(int count) => [.. Enumerable.Range(0, count).Reverse().Select(Song)];

    private static SongDocument Song(int minute) => new() { Id = ObjectId.GenerateNewId(), Username = "a", Time = Start.AddMinutes(minute) };

    private static SongEvent Event(SongDocument song) => new(default, song.Username, song.Id, song.Time, default);
}
