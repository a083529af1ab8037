namespace ITFrame.Api.NowPlaying.Live;

/// <summary>What the feed has of a station after a place.</summary>
/// <param name="Songs">The songs, in the stream's order.</param>
/// <param name="Position">The place up to which that is all.</param>
/// <param name="More">Done when there may be more.</param>
internal sealed record FeedNews(IReadOnlyList<SongEvent> Songs, StreamPosition Position, Task More);
