using ITFrame.Api.Cast.Songs;
using ITFrame.Api.Paging;

namespace ITFrame.Tests.Api;

internal sealed class FakeSongRepository : ISongRepository
{
    private readonly Lock _gate = new();
    private readonly List<SongDocument> _songs = [];

    public Exception? Failure { get; set; }

    /// <summary>Set: every call waits until its caller gives up.</summary>
    public bool Hangs { get; set; }

    /// <summary>How many searches there were.</summary>
    public int Searches { get; private set; }

    public IReadOnlyList<SongDocument> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _songs];
            }
        }
    }

    public async Task AddAsync(SongDocument song, CancellationToken cancellationToken)
    {
        await FailAsync(cancellationToken);
        lock (_gate)
        {
            _songs.Add(song);
        }
    }

    public async Task<IReadOnlyList<SongDocument>> FindAsync(
        string username, DateTime start, DateTime end, PageCursor? before, int limit, CancellationToken cancellationToken)
    {
        await FailAsync(cancellationToken);
        Searches++;
        return [.. All
            .Where(song => song.Username == username && song.Time >= start && song.Time <= end)
            .Where(song => before is null || song.Time < before.Time || (song.Time == before.Time && song.Id < before.Id))
            .OrderByDescending(song => song.Time).ThenByDescending(song => song.Id)
            .Take(limit)];
    }

    public Task<IReadOnlyList<SongDocument>> FindLatestAsync(
        string username, DateTime since, PageCursor? before, int limit, CancellationToken cancellationToken)
        => FindAsync(username, since, DateTime.MaxValue, before, limit, cancellationToken);

    private async Task FailAsync(CancellationToken cancellationToken)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
