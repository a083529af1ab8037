using System.Collections.Concurrent;
using ITFrame.Api.Data;
using ITFrame.Api.Http;
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

    public Task<SaveResult> SaveAsync(PlayerDocument player, IfMatch condition, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            return Task.FromException<SaveResult>(Failure);
        }

        var saved = _players.AddOrUpdate(
            player.Username,
            _ => player with { Id = ObjectId.GenerateNewId(), Revision = 1 },
            (_, present) => player with { Id = present.Id, Revision = present.Revision + 1 });
        return Task.FromResult(new SaveResult(SaveOutcome.Saved, saved.Revision));
    }

    public Task<SaveResult> DeleteAsync(string username, IfMatch condition, CancellationToken cancellationToken)
        => Task.FromResult(_players.TryRemove(username, out _) ? new SaveResult(SaveOutcome.Saved, 0) : SaveResult.NotFound);
}
