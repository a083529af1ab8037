using ITFrame.Console.Traffic;

namespace ITFrame.Console.Map;

/// <summary>Where everything is on the map. It depends on what there is, and not on how it is: nothing moves when something breaks.</summary>
public sealed record MapLayout(
    double Width,
    double Height,
    IReadOnlyDictionary<string, Box> Sites,
    IReadOnlyDictionary<string, Box> Nodes,
    IReadOnlyDictionary<string, LinkRoute> Links)
{
    public LinkRoute? Link(string a, string b) => Links.GetValueOrDefault(KeyOf(a, b));

    public static string KeyOf(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? $"{a}/{b}" : $"{b}/{a}";

    /// <summary>The way from one node to another: straight within a site, through the sites' link between two.</summary>
    public FlowPath? Path(string from, string to)
    {
        if (!Nodes.TryGetValue(from, out var source) || !Nodes.TryGetValue(to, out var target))
        {
            return null;
        }

        var (fromSite, toSite) = (SiteOf(from), SiteOf(to));
        return fromSite == toSite ? FlowPath.Within(source, target)
            : Link(fromSite, toSite) is { } link ? FlowPath.Through(source, Sites.GetValueOrDefault(fromSite, source), target, Sites.GetValueOrDefault(toSite, target), link, link.A != fromSite)
            : null;
    }

    private string SiteOf(string node)
    {
        if (node == TrafficStore.Clients)
        {
            return node;
        }

        var box = Nodes[node];
        return Sites.First(site => site.Value.Contains(box)).Key;
    }
}
