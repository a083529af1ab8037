using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast;

internal sealed class StationRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : ConfigurationRepository<StationDocument>(database, session, reads, StationRepository.CollectionName), IStationRepository
{
    public const string CollectionName = "cast";

    public Task<StationDocument?> FindAsync(string username, CancellationToken cancellationToken)
        => FindOneAsync(username, Reads.Public, cancellationToken);

    public Task<StationDocument?> FindLatestAsync(string username, CancellationToken cancellationToken)
        => FindOneAsync(username, Reads.Settings, cancellationToken);
}
