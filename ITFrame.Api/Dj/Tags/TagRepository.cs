using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Dj.Tags;

internal sealed class TagRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : Repository<TagDocument>(database, session, TagRepository.CollectionName)
{
    public const string CollectionName = "dj_tags";

    /// <summary>More than anybody sorts their music by; the lists are not in pages.</summary>
    public const int MaxTags = 500;

    public async Task<IReadOnlyList<TagDocument>> FindAsync(string username, CancellationToken cancellationToken)
        => await Find(Filter.Eq(tag => tag.Username, username), reads.Settings).Sort(Sort.Ascending(tag => tag.Id)).Limit(MaxTags).ToListAsync(cancellationToken);

    public Task AddAsync(TagDocument tag, CancellationToken cancellationToken) => InsertAsync(tag, cancellationToken);

    /// <summary>False where the station has no such tag.</summary>
    public async Task<bool> ChangeAsync(string username, ObjectId id, string name, string? color, CancellationToken cancellationToken)
    {
        var changed = await Collection.UpdateOneAsync(
            Writing, Mine(username, id), Update.Set(tag => tag.Name, name).Set(tag => tag.Color, color), cancellationToken: cancellationToken);
        return changed.MatchedCount > 0;
    }

    public async Task<bool> DeleteAsync(string username, ObjectId id, CancellationToken cancellationToken)
        => (await Collection.DeleteOneAsync(Writing, Mine(username, id), cancellationToken: cancellationToken)).DeletedCount > 0;

    private static FilterDefinition<TagDocument> Mine(string username, ObjectId id)
        => Filter.Eq(tag => tag.Username, username) & Filter.Eq(tag => tag.Id, id);
}
