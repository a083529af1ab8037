using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Outbox;

internal sealed class OutboxRepository(IMongoDatabase database, HubSession session)
    : Repository<OutboxDocument>(database, session, OutboxRepository.CollectionName)
{
    public const string CollectionName = "outbox";

    /// <summary>Adds an entry in the place of those of its kind and subject that wait: who has not heard the last need not hear it now.</summary>
    public async Task AddAsync(string kind, string subject, BsonDocument content, DateTime now, CancellationToken cancellationToken)
    {
        await Collection.DeleteManyAsync(
            Writing, Filter.Eq(entry => entry.Kind, kind) & Filter.Eq(entry => entry.Subject, subject), cancellationToken: cancellationToken);
        await InsertAsync(
            new OutboxDocument { Id = ObjectId.GenerateNewId(), Kind = kind, Subject = subject, Content = content, DueAt = now, CreatedAt = now },
            cancellationToken);
    }

    /// <summary>Takes the entry that has been due for the longest, for a while; null where none is.</summary>
    public async Task<OutboxDocument?> ClaimAsync(DateTime now, TimeSpan lease, CancellationToken cancellationToken)
        => await Collection.FindOneAndUpdateAsync(
            Writing,
            Filter.Lte(entry => entry.DueAt, now),
            Update.Set(entry => entry.DueAt, now + lease).Inc(entry => entry.Attempts, 1),
            new FindOneAndUpdateOptions<OutboxDocument> { Sort = Sort.Ascending(entry => entry.DueAt), ReturnDocument = ReturnDocument.After },
            cancellationToken);

    public Task DeleteAsync(ObjectId id, CancellationToken cancellationToken)
        => Collection.DeleteOneAsync(Writing, Filter.Eq(entry => entry.Id, id), cancellationToken: cancellationToken);

    /// <param name="id">The entry.</param>
    /// <param name="dueAt">When to try again; null to give up.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public Task PostponeAsync(ObjectId id, DateTime? dueAt, CancellationToken cancellationToken)
        => Collection.UpdateOneAsync(
            Writing,
            Filter.Eq(entry => entry.Id, id),
            dueAt is { } time ? Update.Set(entry => entry.DueAt, time) : Update.Unset(entry => entry.DueAt),
            cancellationToken: cancellationToken);
}
