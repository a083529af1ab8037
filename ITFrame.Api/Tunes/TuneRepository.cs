using System.Text.RegularExpressions;
using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Tunes;

internal sealed class TuneRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<TuneDocument>(database, session, TuneRepository.CollectionName)
{
    public const string CollectionName = "TunesPersonal";

    public Task AddAsync(TuneDocument tune, CancellationToken cancellationToken) => InsertAsync(tune, cancellationToken);

    public async Task<TuneDocument?> FindAsync(string username, ObjectId id, CancellationToken cancellationToken)
        => await Find(Mine(username, id), reads.Settings).FirstOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<TuneDocument>> FindAsync(string username, IEnumerable<ObjectId> ids, CancellationToken cancellationToken)
        => await Find(Songs(username) & Filter.In(tune => tune.Id, ids), reads.Settings).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<TuneDocument>> FindPageAsync(string username, TuneSorting sorting, int page, int limit, CancellationToken cancellationToken)
    {
        // The identifier makes the order one of its own: without it a page could show a song that another has shown.
        var order = sorting.IsDescending ? Sort.Descending(sorting.Field) : Sort.Ascending(sorting.Field);
        return await Find(Songs(username), reads.Settings).Sort(order.Ascending(tune => tune.Id)).Skip((page - 1) * limit).Limit(limit).ToListAsync(cancellationToken);
    }

    /// <summary>In the order of their identifiers, from after one.</summary>
    public async Task<IReadOnlyList<TuneDocument>> FindAllAsync(string username, ObjectId? after, int limit, CancellationToken cancellationToken)
    {
        var filter = Songs(username);
        if (after is { } id)
        {
            filter &= Filter.Gt(tune => tune.Id, id);
        }

        return await Find(filter, reads.Settings).Sort(Sort.Ascending(tune => tune.Id)).Limit(limit).ToListAsync(cancellationToken);
    }

    public Task<long> CountAsync(string username, CancellationToken cancellationToken) => CountAsync(Songs(username), reads.Settings, cancellationToken);

    public async Task<IReadOnlyList<TuneDocument>> FindByTagAsync(string username, ObjectId tag, int limit, CancellationToken cancellationToken)
        => await Find(Songs(username) & Filter.AnyEq(tune => tune.Tags, tag) & Filter.Eq(tune => tune.Available, true), reads.Settings)
            .Limit(limit).ToListAsync(cancellationToken);

    /// <summary>Songs with every word of the term in the song, artist or album, whatever the case.</summary>
    public async Task<IReadOnlyList<TuneDocument>> SearchAsync(string username, string term, int limit, CancellationToken cancellationToken)
    {
        var filter = Songs(username) & Filter.Eq(tune => tune.Available, true);
        foreach (var word in term.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Escaped: the term is text, and a pattern of a client's could keep the database busy.
            var pattern = new BsonRegularExpression(Regex.Escape(word), "i");
            filter &= Filter.Regex(tune => tune.Song, pattern) | Filter.Regex(tune => tune.Artist, pattern) | Filter.Regex(tune => tune.Album, pattern);
        }

        return await Find(filter, reads.Settings).Sort(Sort.Ascending(tune => tune.Song).Ascending(tune => tune.Id)).Limit(limit).ToListAsync(cancellationToken);
    }

    /// <summary>False where the station has no such song.</summary>
    public async Task<bool> ChangeAsync(string username, ObjectId id, UpdateDefinition<TuneDocument> update, CancellationToken cancellationToken)
        => (await Collection.UpdateOneAsync(Writing, Mine(username, id), update, cancellationToken: cancellationToken)).MatchedCount > 0;

    /// <summary>What was deleted; null where there was nothing.</summary>
    public async Task<TuneDocument?> DeleteAsync(string username, ObjectId id, CancellationToken cancellationToken)
        => await Collection.FindOneAndDeleteAsync(Writing, Mine(username, id), cancellationToken: cancellationToken);

    public Task RemoveTagAsync(string username, ObjectId tag, CancellationToken cancellationToken)
        => Collection.UpdateManyAsync(
            Writing, Songs(username) & Filter.AnyEq(tune => tune.Tags, tag), Update.Pull(tune => tune.Tags, tag), cancellationToken: cancellationToken);

    public Task SetDefaultArtworkAsync(string username, string link, DateTime time, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing,
            Filter.Eq(tune => tune.Username, username) & Filter.Eq(tune => tune.Type, TuneDocument.DefaultType),
            Update.Set(tune => tune.Artwork, link).SetOnInsert(tune => tune.DateAdded, time).SetOnInsert(tune => tune.Available, false),
            new UpdateOptions { IsUpsert = true },
            cancellationToken);

    private static FilterDefinition<TuneDocument> Songs(string username)
        => Filter.Eq(tune => tune.Username, username) & Filter.Eq(tune => tune.Type, TuneDocument.SongType);

    private static FilterDefinition<TuneDocument> Mine(string username, ObjectId id) => Songs(username) & Filter.Eq(tune => tune.Id, id);
}
