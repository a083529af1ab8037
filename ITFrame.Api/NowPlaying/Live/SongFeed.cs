using Microsoft.Extensions.Options;

namespace ITFrame.Api.NowPlaying.Live;

/// <summary>
/// The latest songs of all stations, for all of this replica's followers: they have a place in it each and nothing else, so that a follower
/// costs no memory however slow it is. Who has fallen behind what is kept here catches up with a stream of its own.
/// </summary>
internal sealed class SongFeed(IOptions<ApiOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly int _capacity = options.Value.RecentSongs;
    private readonly Dictionary<string, StationFeed> _stations = new(StringComparer.Ordinal);

    /// <summary>The stations of the songs that are kept, oldest first.</summary>
    private readonly Queue<StationFeed> _kept = new();

    private TaskCompletionSource _opened = NewSignal();
    private TaskCompletionSource _wanted = NewSignal();
    private int _followers;
    private long _unwantedSince = time.GetTimestamp();

    /// <summary>All songs after it are kept.</summary>
    private StreamPosition _floor;

    private StreamPosition _position;

    /// <summary>Done when the stream has begun. To be looked at by who follows: for others it ends again.</summary>
    public Task Opened => Locked(() => _opened.Task);

    /// <summary>Done when there is a follower.</summary>
    public Task Wanted => Locked(() => _wanted.Task);

    public int Followers => Volatile.Read(ref _followers);

    /// <summary>How far the stream has been read.</summary>
    public StreamPosition Position => Locked(() => _position);

    /// <summary>Begins here, and forgets what was before: between the two there may be songs that nobody has seen.</summary>
    public void Open(StreamPosition position)
    {
        lock (_gate)
        {
            Clear();
            _floor = _position = position;
            foreach (var station in _stations.Values)
            {
                station.Signal();
            }

            _opened.TrySetResult();
        }
    }

    /// <summary>Ends, where nobody has followed for so long.</summary>
    public bool TryClose(TimeSpan unwantedFor)
    {
        lock (_gate)
        {
            if (_followers > 0 || time.GetElapsedTime(_unwantedSince) < unwantedFor)
            {
                return false;
            }

            Clear();
            _opened = NewSignal();
            return true;
        }
    }

    /// <summary>Takes what the stream has brought, in its order.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="position">The place after them.</param>
    public void Publish(IReadOnlyList<SongEvent> songs, StreamPosition position)
    {
        lock (_gate)
        {
            foreach (var song in songs)
            {
                var station = Of(song.Username);
                station.Songs.AddLast(song);
                _kept.Enqueue(station);
                station.Signal();
                if (_kept.Count > _capacity)
                {
                    Forget();
                }
            }

            _position = position;
        }
    }

    /// <summary>Null where there are as many followers as this replica takes.</summary>
    public FeedSubscription? TryFollow(string username)
    {
        lock (_gate)
        {
            if (_followers >= options.Value.Followers)
            {
                return null;
            }

            _followers++;
            _wanted.TrySetResult();
            var station = Of(username);
            station.Followers++;
            return new FeedSubscription(this, station);
        }
    }

    /// <summary>Whether all after this place is kept here.</summary>
    public bool Reaches(StreamPosition position) => Locked(() => position >= _floor);

    /// <summary>See <see cref="FeedSubscription.Read"/>.</summary>
    internal FeedNews? Read(StationFeed station, StreamPosition after, bool isKnown)
    {
        lock (_gate)
        {
            if (after < _floor || (after > _position && !isKnown))
            {
                return null;
            }

            var songs = new List<SongEvent>();
            for (var song = station.Songs.Last; song is not null && song.Value.Position > after; song = song.Previous)
            {
                songs.Add(song.Value);
            }

            songs.Reverse();
            return new FeedNews(songs, after > _position ? after : _position, station.More);
        }
    }

    internal void Leave(StationFeed station)
    {
        lock (_gate)
        {
            station.Followers--;
            RemoveUnused(station);
            if (--_followers == 0)
            {
                _wanted = NewSignal();
                _unwantedSince = time.GetTimestamp();
            }
        }
    }

    // Followers must not run within the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Clear()
    {
        while (_kept.Count > 0)
        {
            Forget();
        }
    }

    private StationFeed Of(string username)
    {
        if (!_stations.TryGetValue(username, out var station))
        {
            _stations.Add(username, station = new StationFeed(username));
        }

        return station;
    }

    private void Forget()
    {
        var station = _kept.Dequeue();
        _floor = station.Songs.First!.Value.Position;
        station.Songs.RemoveFirst();
        RemoveUnused(station);
    }

    private void RemoveUnused(StationFeed station)
    {
        if (station is { Followers: 0, Songs.Count: 0 })
        {
            _stations.Remove(station.Username);
        }
    }
}
