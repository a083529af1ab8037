using ITFrame.Api.Data;
using MongoDB.Driver;

namespace ITFrame.Api.Cast;

internal sealed class StationRepository(IMongoDatabase database, ReadPreferences reads) : IStationRepository
{
    public const string CollectionName = "cast";

    private readonly IMongoCollection<StationDocument> _stations = database.GetCollection<StationDocument>(CollectionName);

    public Task<StationDocument?> FindAsync(string username, CancellationToken cancellationToken)
        => FindAsync(_stations.WithReadPreference(reads.Public), username, cancellationToken);

    public Task<StationDocument?> FindLatestAsync(string username, CancellationToken cancellationToken)
        => FindAsync(_stations.WithReadPreference(reads.Settings), username, cancellationToken);

    private static async Task<StationDocument?> FindAsync(IMongoCollection<StationDocument> stations, string username, CancellationToken cancellationToken)
        => await stations.Find(station => station.Username == username).Limit(1).FirstOrDefaultAsync(cancellationToken);
}
