using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Servers;

namespace ITFrame.ServiceDefaults.Mongo;

/// <summary>Since when there has been no primary that this process knows of. The driver's monitors say so; nobody is asked for it.</summary>
/// <param name="time">The clock.</param>
public sealed class PrimaryAbsence(TimeProvider time)
{
    private const long None = -1;

    private long _since = time.GetTimestamp();

    /// <summary>How long it has been so; null while there is a primary.</summary>
    public TimeSpan? Duration => Interlocked.Read(ref _since) is var since && since != None ? time.GetElapsedTime(since) : null;

    /// <summary>Takes note of what the driver knows now.</summary>
    public void Observe(ClusterDescription cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        if (cluster.Servers.Any(IsPrimary))
        {
            Interlocked.Exchange(ref _since, None);
        }
        else
        {
            Interlocked.CompareExchange(ref _since, time.GetTimestamp(), None);
        }
    }

    private static bool IsPrimary(ServerDescription server)
        => server is { State: ServerState.Connected, Type: ServerType.ReplicaSetPrimary or ServerType.Standalone or ServerType.ShardRouter };
}
