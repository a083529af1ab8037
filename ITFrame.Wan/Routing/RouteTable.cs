using System.Collections.Frozen;
using System.Net;

namespace ITFrame.Wan.Routing;

/// <summary>The hosts that routers know.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, HostRoute> _routes;

    public RouteTable(WanOptions options)
    {
        var routes = new Dictionary<string, HostRoute>(StringComparer.OrdinalIgnoreCase);
        foreach (var route in options.Routes)
        {
            var value = new HostRoute(route.Site, IPEndPoint.Parse(route.Target));
            routes[Key(route.Host, route.Port)] = value;
            // A host is known by the address behind it too, so that one who asks by address still crosses the right link.
            routes.TryAdd(Key(value.Target.Address.ToString(), value.Target.Port), value);
        }

        _routes = routes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public HostRoute? Find(string host, int port) => _routes.GetValueOrDefault(Key(host, port));

    private static string Key(string host, int port) => $"{host.TrimEnd('.')}:{port}";
}
