using Microsoft.AspNetCore.Routing.Matching;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Peering;

/// <summary>
/// Lets a request reach only the routes of the listener that it came in on, given in a route's metadata <c>Listener</c>. A
/// route that names none is public: what is to be reached by other gateways has to say so. Decided as a branch of the tree of
/// routes, before there are candidates to choose between.
/// </summary>
internal sealed class ListenerMatcherPolicy(PeerListener listener) : MatcherPolicy, INodeBuilderPolicy
{
    public const string MetadataName = "Listener";

    /// <summary>Early: of two routes that differ in nothing else, one is ruled out before the match is called ambiguous.</summary>
    public override int Order => -100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
        => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<RouteModel>() is not null);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
        => [.. new[] { PeerListener.Public, PeerListener.Peer }.Select(name => new PolicyNodeEdge(
            name, [.. endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RouteModel>() is not { } route || IsOf(route, name))]))];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges)
        => new JumpTable(
            listener,
            edges.Single(edge => (string)edge.State == PeerListener.Public).Destination,
            edges.Single(edge => (string)edge.State == PeerListener.Peer).Destination);

    public static string ListenerOf(RouteModel route)
        => route.Config.Metadata?.TryGetValue(MetadataName, out var name) == true ? name : PeerListener.Public;

    private static bool IsOf(RouteModel route, string name) => string.Equals(ListenerOf(route), name, StringComparison.OrdinalIgnoreCase);

    private sealed class JumpTable(PeerListener listener, int toPublic, int toPeer) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) => listener.Accepted(httpContext) ? toPeer : toPublic;
    }
}
