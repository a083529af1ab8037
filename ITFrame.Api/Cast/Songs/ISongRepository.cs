using ITFrame.Api.Paging;

namespace ITFrame.Api.Cast.Songs;

internal interface ISongRepository
{
    Task AddAsync(SongDocument song, CancellationToken cancellationToken);

    /// <summary>
    /// A station's songs of a period, ends included, the latest first. Read from the primary where there is one, because a
    /// station looks for what it has just stored.
    /// </summary>
    /// <param name="username">The station.</param>
    /// <param name="start">The period's start.</param>
    /// <param name="end">The period's end.</param>
    /// <param name="before">Where the page before this one ended; null for the first page.</param>
    /// <param name="limit">The most songs to return.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyList<SongDocument>> FindAsync(
        string username, DateTime start, DateTime end, PageCursor? before, int limit, CancellationToken cancellationToken);

    /// <summary>As <see cref="FindAsync"/>, for the public: from the nearest member, goes on without a primary.</summary>
    Task<IReadOnlyList<SongDocument>> FindLatestAsync(
        string username, DateTime since, PageCursor? before, int limit, CancellationToken cancellationToken);
}
