using ITFrame.Api.Errors;
using ITFrame.Api.Http;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ITFrame.Api.Data;

/// <summary>A collection with one document a station, saved with optimistic concurrency: each change counts the revision up.</summary>
internal abstract class ConfigurationRepository<TDocument>(IMongoDatabase database, HubSession session, ReadPreferences reads, string collectionName)
    : Repository<TDocument>(database, session, collectionName)
    where TDocument : class, IRevised
{
    private const string RevisionElement = "revision";
    private const string IdElement = "_id";

    /// <summary>What a saved document lacks is taken away; the identifier and the revision are not the document's to set.</summary>
    private static readonly string[] Elements
        = [.. BsonClassMap.LookupClassMap(typeof(TDocument)).AllMemberMaps.Select(member => member.ElementName).Where(IsOwn)];

    protected ReadPreferences Reads { get; } = reads;

    protected async Task<TDocument?> FindOneAsync(string username, ReadPreference preference, CancellationToken cancellationToken)
        => await Find(Filter.Eq(document => document.Username, username), preference).Limit(1).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Puts the document in the place of the station's present one; makes the first where the condition allows it.</summary>
    protected Task<SaveResult> ReplaceAsync(TDocument document, IfMatch condition, CancellationToken cancellationToken)
    {
        var values = document.ToBsonDocument();
        var updates = values.Elements.Where(element => IsOwn(element.Name)).Select(element => Update.Set(element.Name, element.Value))
            .Concat(Elements.Where(name => !values.Contains(name)).Select(name => Update.Unset(name)));
        return SaveAsync(document.Username, Update.Combine(updates), condition, mayInsert: true, cancellationToken);
    }

    /// <summary>Changes parts of the station's document, where there is one.</summary>
    protected Task<SaveResult> ChangeAsync(string username, UpdateDefinition<TDocument> update, IfMatch condition, CancellationToken cancellationToken)
        => SaveAsync(username, update, condition, mayInsert: false, cancellationToken);

    protected async Task<SaveResult> DeleteAsync(string username, IfMatch condition, CancellationToken cancellationToken)
    {
        var deleted = await Collection.DeleteOneAsync(Writing, Matching(username, condition), cancellationToken: cancellationToken);
        return deleted.DeletedCount > 0 ? new SaveResult(SaveOutcome.Saved, 0) : await ExplainAsync(username, condition, cancellationToken);
    }

    private static bool IsOwn(string element) => element is not (IdElement or RevisionElement);

    private static FilterDefinition<TDocument> Matching(string username, IfMatch condition)
    {
        var filter = Filter.Eq(document => document.Username, username);
        return condition.Revisions is { } revisions
            // A document without a revision is at 0.
            ? filter & Filter.In(RevisionElement, revisions.Select(revision => (BsonValue)revision).Concat(revisions.Contains(0) ? [BsonNull.Value] : []))
            : filter;
    }

    private async Task<SaveResult> SaveAsync(
        string username, UpdateDefinition<TDocument> update, IfMatch condition, bool mayInsert, CancellationToken cancellationToken)
    {
        var options = new FindOneAndUpdateOptions<TDocument>
        {
            IsUpsert = mayInsert && !condition.IsConditional,
            ReturnDocument = ReturnDocument.After,
        };
        var counted = update.Inc(RevisionElement, 1L);
        TDocument? saved;
        try
        {
            saved = await Collection.FindOneAndUpdateAsync(Writing, Matching(username, condition), counted, options, cancellationToken);
        }
        catch (MongoException exception) when (exception.IsDuplicateKey())
        {
            // Two first saves at once: both found nothing and inserted. The other's is there now, so this one changes it.
            saved = await Collection.FindOneAndUpdateAsync(Writing, Matching(username, condition), counted, options, cancellationToken);
        }

        return saved is not null
            ? new SaveResult(SaveOutcome.Saved, saved.Revision)
            : await ExplainAsync(username, condition, cancellationToken);
    }

    private async Task<SaveResult> ExplainAsync(string username, IfMatch condition, CancellationToken cancellationToken)
        => condition.IsConditional && (condition.Revisions is null || await FindOneAsync(username, Reads.Settings, cancellationToken) is not null)
            ? SaveResult.Changed
            : SaveResult.NotFound;
}
