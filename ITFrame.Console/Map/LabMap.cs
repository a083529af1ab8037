using ITFrame.Console.Lab;
using ITFrame.Console.LabControl;
using ITFrame.Console.Traffic;

namespace ITFrame.Console.Map;

/// <summary>The lab as a picture shows it: what stands where, how it is, and what flows between.</summary>
public sealed record LabMap(IReadOnlyList<MapSite> Sites, IReadOnlyList<LabLink> Links, IReadOnlyList<MapFlow> Flows, LabReplicaSet? ReplicaSet)
{
    public IEnumerable<MapNode> Nodes => Sites.SelectMany(site => site.Nodes);

    /// <summary>Requests of clients a second.</summary>
    public double Rate => Flows.Where(flow => flow.From == TrafficStore.Clients).Sum(flow => flow.Rate);

    public static LabMap Of(IReadOnlyList<LabResource> resources, LabNetwork network, IReadOnlyList<TrafficEdge> edges, IReadOnlyDictionary<string, double> loads)
    {
        // Drivers know members by host and port, everything else goes by the resource's name.
        var byHost = (network.ReplicaSet?.Members ?? []).ToDictionary(member => member.Host, member => member.Name, StringComparer.OrdinalIgnoreCase);
        var members = (network.ReplicaSet?.Members ?? []).ToDictionary(member => member.Name, StringComparer.Ordinal);
        var silent = resources.Where(resource => resource.State is "Exited" or "Finished" or "FailedToStart" or "Frozen").Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);
        var flows = edges
            .Select(edge => new MapFlow(edge.From, byHost.GetValueOrDefault(edge.To, edge.To), edge.Rate, edge.ErrorShare, edge.Mean))
            .Where(flow => !silent.Contains(flow.From))
            .Select(flow => silent.Contains(flow.To) ? flow.FailedOnly() : flow)
            .Where(flow => flow.Rate > 0)
            .ToList();
        var into = flows.ToLookup(flow => flow.To, StringComparer.Ordinal);
        var sites = resources
            .Where(resource => !string.IsNullOrEmpty(resource.Site))
            .GroupBy(resource => resource.Site!, StringComparer.Ordinal)
            .Select(group => new MapSite(
                group.Key,
                group.FirstOrDefault(resource => resource.Kind == "site"),
                [.. from resource in @group
                    where KindOf(resource) is not null
                    select Node(KindOf(resource)!.Value, resource)]))
            .Where(site => site.Nodes.Count > 0)
            .ToList();
        var present = sites.SelectMany(site => site.Nodes).Select(node => node.Name).Append(TrafficStore.Clients).ToHashSet(StringComparer.Ordinal);
        return new LabMap(sites, network.Links, [.. flows.Where(flow => present.Contains(flow.From) && present.Contains(flow.To))], network.ReplicaSet);

        MapNode Node(NodeKind kind, LabResource resource)
        {
            var requests = into[resource.Name].ToList();
            var rate = requests.Sum(flow => flow.Rate);
            return new MapNode(kind, resource, members.GetValueOrDefault(resource.Name))
            {
                Rate = rate,
                ErrorRate = requests.Sum(flow => flow.Rate * flow.ErrorShare),
                Latency = rate > 0 ? TimeSpan.FromTicks((long)requests.Sum(flow => flow.Mean.Ticks * (flow.Rate / rate))) : TimeSpan.Zero,
                Load = resource.State == "Running" && loads.TryGetValue(resource.Name, out var load) ? load : null,
            };
        }
    }

    private static NodeKind? KindOf(LabResource resource) => resource.Kind switch
    {
        "gateway" => NodeKind.Gateway,
        "api" => NodeKind.Replica,
        "member" => NodeKind.Member,
        _ => null,
    };
}
