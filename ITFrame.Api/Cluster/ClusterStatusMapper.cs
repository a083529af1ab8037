using System.Net;
using ITFrame.ServiceDefaults.Mongo;
using MongoDB.Bson;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Servers;

namespace ITFrame.Api.Cluster;

/// <summary>
/// Reads what members report. Every field but the host may be missing or of another number type: versions differ, and a member
/// that has just started knows little.
/// </summary>
internal static class ClusterStatusMapper
{
    private const int Down = 8;

    /// <summary>The states' numbers in the replication protocol.</summary>
    private static readonly Dictionary<int, string> States = new()
    {
        [0] = "STARTUP",
        [1] = "PRIMARY",
        [2] = "SECONDARY",
        [3] = "RECOVERING",
        [5] = "STARTUP2",
        [6] = "UNKNOWN",
        [7] = "ARBITER",
        [Down] = "DOWN",
        [9] = "ROLLBACK",
        [10] = "REMOVED",
    };

    /// <param name="status">The reply to <c>replSetGetStatus</c>.</param>
    /// <param name="configuration">The reply to <c>replSetGetConfig</c>, which alone holds the tags; null where it could not be had.</param>
    public static ClusterStatus FromReplies(BsonDocument status, BsonDocument? configuration)
    {
        var sites = ReadSites(configuration);
        var replies = Documents(status, "members").ToList();
        var newest = Newest(replies);
        var members = replies.ConvertAll(reply => ReadMember(reply, sites, newest));
        return new ClusterStatus
        {
            Set = Text(status, "set") ?? "",
            Term = Number(status, "term") is { } term ? (long)term : null,
            Primary = NewestPrimary(replies) is { } primary ? Text(primary, "name") : null,
            Observer = members.FirstOrDefault(member => member.Self)?.Host,
            Members = members,
        };
    }

    /// <summary>The driver's own view, for when no member answers.</summary>
    /// <param name="description">What the driver's monitors know.</param>
    /// <param name="set">The set's name.</param>
    /// <param name="configuration">As in <see cref="FromReplies"/>, from when a member last answered.</param>
    public static ClusterStatus FromDriver(ClusterDescription description, string? set, BsonDocument? configuration)
    {
        var sites = ReadSites(configuration);
        var members = description.Servers.Select(server => ReadServer(server, sites)).ToList();
        return new ClusterStatus
        {
            Set = set ?? "",
            Primary = members.FirstOrDefault(member => member.State == "PRIMARY")?.Host,
            Members = members,
        };
    }

    private static ClusterMember ReadServer(ServerDescription server, Dictionary<string, string> sites)
    {
        var host = server.EndPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : server.EndPoint.ToString()!;
        var isConnected = server.State == ServerState.Connected;
        return new ClusterMember
        {
            Host = host,
            Site = sites.GetValueOrDefault(host),
            State = isConnected ? StateOf(server.Type) : States[Down],
            Health = isConnected ? 1 : 0,
            LastHeartbeat = server.LastHeartbeatTimestamp,
        };
    }

    private static ClusterMember ReadMember(BsonDocument reply, Dictionary<string, string> sites, DateTime? newest)
    {
        var host = Text(reply, "name") ?? "";
        var health = Number(reply, "health") is null or > 0 ? 1 : 0;
        var state = Number(reply, "state") is { } number ? (int)number : 6;
        var written = OperationTime(reply);
        return new ClusterMember
        {
            Host = host,
            Site = sites.GetValueOrDefault(host),
            State = health == 0 ? States[Down] : States.GetValueOrDefault(state, "UNKNOWN"),
            Health = health,
            Self = reply.TryGetValue("self", out var self) && self.ToBoolean(),
            // Never below zero: the observer may have heard of a secondary's write before it heard of the primary's.
            LagSeconds = health == 1 && written is not null && newest is not null
                ? Math.Max(0, Math.Round((newest.Value - written.Value).TotalSeconds, 3))
                : null,
            LastHeartbeat = Time(reply, "lastHeartbeat"),
        };
    }

    /// <summary>The primary's newest operation; during an election the newest of all, which is what the next primary starts from.</summary>
    private static DateTime? Newest(List<BsonDocument> members)
        => NewestPrimary(members) is { } primary ? OperationTime(primary) : members.Select(OperationTime).Max();

    /// <summary>
    /// The primary of the newest term: an observer may go on showing a cut-off primary as such until its heartbeats time out,
    /// and a new primary begins its term with a write.
    /// </summary>
    private static BsonDocument? NewestPrimary(List<BsonDocument> members)
        => members.Where(member => Number(member, "state") == 1 && Number(member, "health") is null or > 0)
            .MaxBy(member => member.TryGetValue("optime", out var optime) && optime is BsonDocument position ? Number(position, "t") ?? -1 : -1);

    private static DateTime? OperationTime(BsonDocument member)
        // A member that was never reached, and an arbiter, report the beginning of time.
        => Time(member, "optimeDate") is { } time && time > DateTime.UnixEpoch ? time : null;

    private static Dictionary<string, string> ReadSites(BsonDocument? configuration)
    {
        var sites = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (configuration is not null && configuration.TryGetValue("config", out var config) && config is BsonDocument document)
        {
            foreach (var member in Documents(document, "members"))
            {
                if (Text(member, "host") is { } host
                    && member.TryGetValue("tags", out var tags) && tags is BsonDocument names
                    && Text(names, SiteReads.SiteTag) is { } site)
                {
                    sites[host] = site;
                }
            }
        }

        return sites;
    }

    private static string StateOf(ServerType type) => type switch
    {
        ServerType.ReplicaSetPrimary => "PRIMARY",
        ServerType.ReplicaSetSecondary => "SECONDARY",
        ServerType.ReplicaSetArbiter => "ARBITER",
        ServerType.Standalone => "STANDALONE",
        _ => "UNKNOWN",
    };

    private static IEnumerable<BsonDocument> Documents(BsonDocument document, string name)
        => document.TryGetValue(name, out var value) && value is BsonArray array ? array.OfType<BsonDocument>() : [];

    private static string? Text(BsonDocument document, string name)
        => document.TryGetValue(name, out var value) && value.IsString ? value.AsString : null;

    private static double? Number(BsonDocument document, string name)
        => document.TryGetValue(name, out var value) && value.IsNumeric ? value.ToDouble() : null;

    private static DateTime? Time(BsonDocument document, string name)
        => document.TryGetValue(name, out var value) && value.IsValidDateTime ? value.ToUniversalTime() : null;
}
