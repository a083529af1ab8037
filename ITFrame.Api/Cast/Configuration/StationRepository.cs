using ITFrame.Api.Data;
using ITFrame.Api.Errors;
using ITFrame.Api.Http;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Configuration;

internal sealed class StationRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : ConfigurationRepository<StationDocument>(database, session, reads, StationRepository.CollectionName), IStationRepository
{
    public const string CollectionName = "cast";

    public Task<StationDocument?> FindAsync(string username, CancellationToken cancellationToken)
        => FindOneAsync(username, Reads.Public, cancellationToken);

    public Task<StationDocument?> FindLatestAsync(string username, CancellationToken cancellationToken)
        => FindOneAsync(username, Reads.Settings, cancellationToken);

    public Task<bool> HasDomainAsync(string domain, CancellationToken cancellationToken)
        => Find(Filter.Eq(station => station.Hostname, $"https://{domain}"), Reads.Settings).AnyAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> FindStreamUrlsAsync(IEnumerable<string> usernames, CancellationToken cancellationToken)
    {
        var stations = await Find(Filter.In(station => station.Username, usernames), Reads.Settings).ToListAsync(cancellationToken);
        return stations.Where(station => station.StreamUrl is not null).ToDictionary(station => station.Username, station => station.StreamUrl!);
    }

    public async Task<IReadOnlyDictionary<int, long>> CountByPortAsync(CancellationToken cancellationToken)
    {
        BsonDocument[] stages =
        [
            new("$match", new BsonDocument("input.SHOUTcast", new BsonDocument("$type", "int"))),
            new("$group", new BsonDocument { { "_id", "$input.SHOUTcast" }, { "count", new BsonDocument("$sum", 1) } }),
        ];
        var counts = await AggregateAsync<BsonDocument>(stages, Reads.Settings, cancellationToken);
        return counts.ToDictionary(count => count["_id"].ToInt32(), count => count["count"].ToInt64());
    }

    public async Task<bool> AddAsync(StationDocument station, CancellationToken cancellationToken)
    {
        try
        {
            await InsertAsync(station with { Id = ObjectId.GenerateNewId() }, cancellationToken);
            return true;
        }
        catch (MongoWriteException exception) when (exception.IsDuplicateKey())
        {
            return false;
        }
    }

    public new Task<SaveResult> ChangeAsync(string username, UpdateDefinition<StationDocument> update, IfMatch condition, CancellationToken cancellationToken)
        => base.ChangeAsync(username, update, condition, cancellationToken);
}
