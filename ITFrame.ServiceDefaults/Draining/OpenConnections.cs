using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace ITFrame.ServiceDefaults.Draining;

/// <summary>The server's connections, so that a drain can end those that nobody uses.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<ConnectionContext, IConnectionLifetimeNotificationFeature> _open = new();

    /// <summary>
    /// Asks every connection to end: an idle one at once, one with requests after them, with GOAWAY under HTTP/2 (RFC 9113,
    /// section 6.8).
    /// </summary>
    public void RequestClose()
    {
        foreach (var lifetime in _open.Values)
        {
            lifetime.RequestClose();
        }
    }

    /// <summary>Connection middleware: keeps account of each connection while it is open.</summary>
    public async Task TrackAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
        {
            _open.TryAdd(connection, lifetime);
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }
}
