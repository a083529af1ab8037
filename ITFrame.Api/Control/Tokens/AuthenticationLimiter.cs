using System.Threading.RateLimiting;
using ITFrame.Api.Control.Users;

namespace ITFrame.Api.Control.Tokens;

/// <summary>
/// How often a password may be tried: per user, so that it cannot be guessed, and per connection's other end, so that one stranger
/// cannot keep the processors busy with hashing. Each replica counts for itself.
/// </summary>
internal sealed class AuthenticationLimiter : IDisposable
{
    public const int PerUser = 10;
    public const int PerPeer = 120;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _users = Create(PerUser);
    private readonly PartitionedRateLimiter<string> _peers = Create(PerPeer);

    /// <summary>How long to wait; null where it may be tried now.</summary>
    public TimeSpan? Try(string email, string peer)
    {
        using var byPeer = _peers.AttemptAcquire(peer);
        using var byUser = _users.AttemptAcquire(ControlUserDocument.Normalize(email));
        var refused = !byPeer.IsAcquired ? byPeer : !byUser.IsAcquired ? byUser : null;
        return refused is null ? null : refused.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    public void Dispose()
    {
        _users.Dispose();
        _peers.Dispose();
    }

    private static PartitionedRateLimiter<string> Create(int permits) => PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetFixedWindowLimiter(name, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window }));
}
