using System.Collections.Concurrent;
using ITFrame.Api.Player;
using MongoDB.Bson;

namespace ITFrame.Tests.Api;

internal sealed class FakePlayerRepository : IPlayerRepository
{
    private readonly ConcurrentDictionary<string, PlayerDocument> _players = new();

    /// <summary>Set: every call fails with it.</summary>
    public Exception? Failure { get; set; }

    public PlayerDocument? this[string username] => _players.GetValueOrDefault(username);

    public Task<PlayerDocument?> FindPublicAsync(string username, CancellationToken cancellationToken)
        => Failure is null ? Task.FromResult(this[username]) : Task.FromException<PlayerDocument?>(Failure);

    public Task<PlayerDocument?> FindSettingsAsync(string username, CancellationToken cancellationToken)
        => FindPublicAsync(username, cancellationToken);

    public Task SaveAsync(PlayerDocument player, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            return Task.FromException(Failure);
        }

        _players.AddOrUpdate(
            player.Username,
            _ => player with { Id = ObjectId.GenerateNewId() },
            (_, present) => player with { Id = present.Id });
        return Task.CompletedTask;
    }
}
