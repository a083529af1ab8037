using ITFrame.Api.Data;
using ITFrame.Api.Http;
using MongoDB.Driver;

namespace ITFrame.Api.TuneIn;

internal sealed class TuneInRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : ConfigurationRepository<TuneInDocument>(database, session, reads, TuneInRepository.CollectionName), ITuneInRepository
{
    public const string CollectionName = "tunein";

    public Task<TuneInDocument?> FindAsync(string username, CancellationToken cancellationToken) => FindOneAsync(username, Reads.Public, cancellationToken);

    public Task<TuneInDocument?> FindLatestAsync(string username, CancellationToken cancellationToken) => FindOneAsync(username, Reads.Settings, cancellationToken);

    public Task<SaveResult> SaveAsync(TuneInDocument document, IfMatch condition, CancellationToken cancellationToken)
        => ReplaceAsync(document, condition, cancellationToken);

    public new Task<SaveResult> DeleteAsync(string username, IfMatch condition, CancellationToken cancellationToken)
        => base.DeleteAsync(username, condition, cancellationToken);
}
