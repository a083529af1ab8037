using Microsoft.AspNetCore.Routing.Matching;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Peering;

/// <summary>
/// Lets a request reach only the routes of the listener that it came in on, given in a route's metadata <c>Listener</c>. A
/// route that names none is public: what is to be reached by other gateways has to say so.
/// </summary>
internal sealed class ListenerMatcherPolicy(PeerListener listener) : MatcherPolicy, IEndpointSelectorPolicy
{
    public const string MetadataName = "Listener";

    /// <summary>Early: of two routes that differ in nothing else, one is ruled out before the match is called ambiguous.</summary>
    public override int Order => -100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
        => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<RouteModel>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var name = listener.NameOf(httpContext);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                && candidates[i].Endpoint.Metadata.GetMetadata<RouteModel>() is { } route
                && !string.Equals(ListenerOf(route), name, StringComparison.OrdinalIgnoreCase))
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }

    public static string ListenerOf(RouteModel route)
        => route.Config.Metadata?.TryGetValue(MetadataName, out var name) == true ? name : PeerListener.Public;
}
