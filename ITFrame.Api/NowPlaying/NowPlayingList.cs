using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Paging;

namespace ITFrame.Api.NowPlaying;

/// <summary>
/// A station's latest songs, seen through its statistics: a song reported again while it is the latest is one entry, and what is
/// more than a day old is gone.
/// </summary>
internal sealed class NowPlayingList(ISongRepository songs, SongMapper mapper, TimeProvider time)
{
    /// <summary>How long a song stays on the list.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    /// <summary>More than are asked for, so that repeats seldom cost a second search.</summary>
    private const int PageSize = 24;

    /// <summary>A station that repeats one song all day is not worth reading a day of songs for.</summary>
    private const int MaxPages = 4;

    public async Task<IReadOnlyList<NowPlayingResponse>> GetLatestAsync(string username, int count, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().UtcDateTime - MaxAge;
        // Newest first, so the report that began a run of equal ones is the last of the run: it is the entry, as it was when it came in.
        var runs = new List<SongDocument>(count + 1);
        PageCursor? before = null;
        for (var page = 0; page < MaxPages && runs.Count <= count; page++)
        {
            var found = await songs.FindLatestAsync(username, since, before, PageSize, cancellationToken);
            foreach (var song in found)
            {
                if (runs.Count > 0 && IsSame(runs[^1], song))
                {
                    runs[^1] = song;
                }
                else
                {
                    runs.Add(song);
                }
            }

            if (found.Count < PageSize)
            {
                break;
            }

            before = new PageCursor(found[^1].Time, found[^1].Id);
        }

        return [.. runs.Take(count).Select(mapper.ToResponse)];
    }

    /// <summary>The latest songs themselves, from the primary where there is one.</summary>
    public Task<IReadOnlyList<SongDocument>> FindLatestAsync(string username, int count, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return songs.FindAsync(username, now - MaxAge, DateTime.MaxValue, null, count, cancellationToken);
    }

    private static bool IsSame(SongDocument one, SongDocument other)
        => SongMapper.Title(one) == SongMapper.Title(other) && one.Artist == other.Artist;
}
