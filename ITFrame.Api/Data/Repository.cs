using System.Linq.Expressions;
using ITFrame.Api.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Data;

/// <summary>One collection, used within the request's <see cref="HubSession"/>.</summary>
internal abstract class Repository<TDocument>(IMongoDatabase database, HubSession session, string collectionName)
{
    protected static FilterDefinitionBuilder<TDocument> Filter => Builders<TDocument>.Filter;

    protected static UpdateDefinitionBuilder<TDocument> Update => Builders<TDocument>.Update;

    protected static SortDefinitionBuilder<TDocument> Sort => Builders<TDocument>.Sort;

    protected IMongoCollection<TDocument> Collection { get; } = database.GetCollection<TDocument>(collectionName);

    /// <summary>The session of a write: it is what the consistency token is taken from.</summary>
    protected IClientSessionHandle Writing => session.Open();

    protected IFindFluent<TDocument, TDocument> Find(FilterDefinition<TDocument> filter, ReadPreference preference)
        => session.Current is { } current ? Readable(preference).Find(current, filter, new FindOptions { MaxTime = Patience }) : Readable(preference).Find(filter);

    protected async Task<IReadOnlyList<TResult>> AggregateAsync<TResult>(
        IEnumerable<BsonDocument> stages, ReadPreference preference, CancellationToken cancellationToken)
    {
        var pipeline = PipelineDefinition<TDocument, TResult>.Create(stages);
        using var cursor = session.Current is { } current
            ? await Readable(preference).AggregateAsync(current, pipeline, new AggregateOptions { MaxTime = Patience }, cancellationToken)
            : await Readable(preference).AggregateAsync(pipeline, cancellationToken: cancellationToken);
        return await cursor.ToListAsync(cancellationToken);
    }

    protected Task<long> CountAsync(FilterDefinition<TDocument> filter, ReadPreference preference, CancellationToken cancellationToken)
        => session.Current is { } current
            ? Readable(preference).CountDocumentsAsync(current, filter, new CountOptions { MaxTime = Patience }, cancellationToken)
            : Readable(preference).CountDocumentsAsync(filter, cancellationToken: cancellationToken);

    /// <summary>A page of what the filter matches, latest first.</summary>
    protected async Task<IReadOnlyList<TDocument>> PageAsync(
        FilterDefinition<TDocument> filter, Expression<Func<TDocument, DateTime>> time, Expression<Func<TDocument, ObjectId>> id,
        PageCursor? before, int limit, ReadPreference preference, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            filter &= Filter.Lt(time, before.Time) | (Filter.Eq(time, before.Time) & Filter.Lt(id, before.Id));
        }

        var order = Sort.Descending(new ExpressionFieldDefinition<TDocument>(time)).Descending(new ExpressionFieldDefinition<TDocument>(id));
        return await Find(filter, preference).Sort(order).Limit(limit).ToListAsync(cancellationToken);
    }

    protected Task InsertAsync(TDocument document, CancellationToken cancellationToken)
        => Collection.InsertOneAsync(Writing, document, cancellationToken: cancellationToken);

    /// <summary>Within a transaction the commit has the time limit.</summary>
    private TimeSpan? Patience => session.IsInTransaction ? null : session.CatchUpPatience;

    private IMongoCollection<TDocument> Readable(ReadPreference preference)
        => session switch
        {
            // A transaction reads one snapshot of the primary's; the driver lets it have nothing else.
            { IsInTransaction: true } => Collection,
            { Current: null } => Collection.WithReadPreference(preference),
            // What is read after a given time must not be undone by a failover, or the next read would be before it.
            _ => Collection.WithReadPreference(preference).WithReadConcern(ReadConcern.Majority),
        };
}
