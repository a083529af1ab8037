namespace ITFrame.Api.NowPlaying.Live;

/// <summary>What a follower has missed, as far as it was read.</summary>
/// <param name="Songs">The songs, in the stream's order.</param>
/// <param name="Position">The place up to which that is all.</param>
internal sealed record MissedSongs(IReadOnlyList<SongEvent> Songs, StreamPosition Position);
