using ITFrame.Api.Data;
using ITFrame.Api.Errors;
using MongoDB.Driver;

namespace ITFrame.Api.Player;

internal sealed class PlayerRepository(IMongoDatabase database, ReadPreferences reads) : IPlayerRepository
{
    public const string CollectionName = "player";

    private readonly IMongoCollection<PlayerDocument> _players = database.GetCollection<PlayerDocument>(CollectionName);

    public Task<PlayerDocument?> FindPublicAsync(string username, CancellationToken cancellationToken)
        => FindAsync(_players.WithReadPreference(reads.Public), username, cancellationToken);

    public Task<PlayerDocument?> FindSettingsAsync(string username, CancellationToken cancellationToken)
        => FindAsync(_players.WithReadPreference(reads.Settings), username, cancellationToken);

    public async Task SaveAsync(PlayerDocument player, CancellationToken cancellationToken)
    {
        try
        {
            await ReplaceAsync(player, cancellationToken);
        }
        catch (MongoWriteException exception) when (exception.IsDuplicateKey())
        {
            // Two first saves at once: both found nothing and inserted. The other's is there now, so this one replaces it.
            await ReplaceAsync(player, cancellationToken);
        }
    }

    private Task<ReplaceOneResult> ReplaceAsync(PlayerDocument player, CancellationToken cancellationToken)
        => _players.ReplaceOneAsync(found => found.Username == player.Username, player, new ReplaceOptions { IsUpsert = true }, cancellationToken);

    private static async Task<PlayerDocument?> FindAsync(IMongoCollection<PlayerDocument> players, string username, CancellationToken cancellationToken)
        => await players.Find(player => player.Username == username).Limit(1).FirstOrDefaultAsync(cancellationToken);
}
