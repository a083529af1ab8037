using System.Collections.Concurrent;
using System.Net.Sockets;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Peers;

/// <summary>Connections to other members for short requests, kept open between them.</summary>
internal sealed class PeerPool(PeerDialer dialer, PeerAuthenticator authenticator, TimeProvider time) : IDisposable
{
    private const int MaxIdlePerHost = 3;

    private readonly ConcurrentDictionary<string, ConcurrentBag<PeerConnection>> _idle = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens a connection for the caller alone.</summary>
    public async Task<PeerConnection> ConnectAsync(string host, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await OpenAsync(host, both.Token);
    }

    public async Task<BsonDocument> SendAsync(string host, BsonDocument command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var idle = _idle.GetOrAdd(host, _ => []);
        if (idle.TryTake(out var pooled))
        {
            try
            {
                return await UseAsync(pooled, idle, command, both.Token);
            }
            catch (Exception exception) when (exception is IOException or SocketException && !both.IsCancellationRequested)
            {
                // The member was restarted since: what else lies in the pool is as dead.
                Clear(idle);
            }
        }

        return await UseAsync(await OpenAsync(host, both.Token), idle, command, both.Token);
    }

    public void Dispose()
    {
        foreach (var idle in _idle.Values)
        {
            Clear(idle);
        }
    }

    private async Task<PeerConnection> OpenAsync(string host, CancellationToken cancellationToken)
    {
        var connection = new PeerConnection(await dialer.ConnectAsync(host, cancellationToken));
        try
        {
            await authenticator.AuthenticateAsync(connection, host, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static async Task<BsonDocument> UseAsync(PeerConnection connection, ConcurrentBag<PeerConnection> idle, BsonDocument command, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.SendAsync(command, "admin", cancellationToken);
        }
        finally
        {
            if (connection.IsBroken || idle.Count >= MaxIdlePerHost)
            {
                connection.Dispose();
            }
            else
            {
                idle.Add(connection);
            }
        }
    }

    private static void Clear(ConcurrentBag<PeerConnection> idle)
    {
        while (idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
