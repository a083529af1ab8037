using ITFrame.Api.Data;
using ITFrame.Api.Http;
using MongoDB.Driver;

namespace ITFrame.Api.Player;

internal sealed class PlayerRepository(IMongoDatabase database, HubSession session, ReadPreferences reads)
    : ConfigurationRepository<PlayerDocument>(database, session, reads, PlayerRepository.CollectionName), IPlayerRepository
{
    public const string CollectionName = "player";

    public Task<PlayerDocument?> FindPublicAsync(string username, CancellationToken cancellationToken)
        => FindOneAsync(username, Reads.Public, cancellationToken);

    public Task<PlayerDocument?> FindSettingsAsync(string username, CancellationToken cancellationToken)
        => FindOneAsync(username, Reads.Settings, cancellationToken);

    public Task<SaveResult> SaveAsync(PlayerDocument player, IfMatch condition, CancellationToken cancellationToken)
        => ReplaceAsync(player, condition, cancellationToken);

    public new Task<SaveResult> DeleteAsync(string username, IfMatch condition, CancellationToken cancellationToken)
        => base.DeleteAsync(username, condition, cancellationToken);
}
