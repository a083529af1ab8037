using MongoDB.Bson;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// Songs that a new follower has been shown, or that were older than what it was shown, and that the feed may bring yet: it may have been read from
/// a member that was behind.
/// </summary>
internal sealed class Overlap
{
    private readonly HashSet<ObjectId> _songs;
    private readonly BsonTimestamp? _readAt;
    private readonly (DateTime Time, ObjectId Id)? _oldest;

    public Overlap(WhatPlays plays)
    {
        _songs = [.. plays.Songs.Select(song => song.Id)];
        _readAt = plays.ReadAt;
        // Where there were more songs than were read, all that is older than those is known too.
        _oldest = plays.Songs.Count >= FollowerReads.Known ? (plays.Songs[^1].Time, plays.Songs[^1].Id) : null;
    }

    public bool Has(SongEvent song)
        => _songs.Contains(song.SongId) || (_oldest is { } oldest && (song.Time, song.SongId).CompareTo(oldest) < 0);

    /// <summary>The feed has got to where they were read, and brings none of them any more.</summary>
    public bool IsOver(StreamPosition position) => position.Time is { } time && _readAt is not null && time >= _readAt;
}
