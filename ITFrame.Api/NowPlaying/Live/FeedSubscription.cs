namespace ITFrame.Api.NowPlaying.Live;

/// <summary>A follower's way to a station's part of the feed.</summary>
internal sealed class FeedSubscription(SongFeed feed, StationFeed station) : IDisposable
{
    private bool _hasLeft;

    public string Username => station.Username;

    /// <summary>The station's songs after a place; null where the feed does not reach back so far, or has not been there yet.</summary>
    /// <param name="after">The place.</param>
    /// <param name="isKnown">The place comes from a member or the feed: if it is ahead of the feed, that is on its way there.</param>
    public FeedNews? Read(StreamPosition after, bool isKnown) => feed.Read(station, after, isKnown);

    public void Dispose()
    {
        if (!_hasLeft)
        {
            _hasLeft = true;
            feed.Leave(station);
        }
    }
}
