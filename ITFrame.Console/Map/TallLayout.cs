using ITFrame.Console.Traffic;

namespace ITFrame.Console.Map;

/// <summary>The map for a phone: sites one below the other, with links between neighbours straight and all others along the margins.</summary>
internal static class TallLayout
{
    private const double Margin = 44;
    private const double SiteWidth = 286;
    private const double Padding = 12;
    private const double Head = 34;
    private const double NodeHeight = 52;
    private const double RowGap = 26;
    private const double NodeGap = 10;
    private const double SiteGap = 62;
    private const double LabelHeight = 26;
    private const double Width = SiteWidth + (2 * Margin);

    public static MapLayout Of(IReadOnlyList<MapSite> sites)
    {
        var siteBoxes = new Dictionary<string, Box>(StringComparer.Ordinal);
        var nodes = new Dictionary<string, Box>(StringComparer.Ordinal)
        {
            [TrafficStore.Clients] = new Box(Margin + Padding, 2, SiteWidth - (2 * Padding), NodeHeight),
        };
        var y = 2 + NodeHeight + SiteGap;
        var regions = sites.Where(site => site.IsRegion).ToList();
        // The witness between the first two: it is what both talk to.
        MapSite[] order = [.. regions.Take(1), .. sites.Where(site => !site.IsRegion), .. regions.Skip(1)];
        foreach (var site in order)
        {
            var top = y;
            y += Head;
            foreach (var row in site.Nodes.GroupBy(node => node.Kind).OrderBy(group => group.Key))
            {
                y = PlaceRow(nodes, [.. row], y) + RowGap;
            }

            y += Padding - RowGap;
            siteBoxes[site.Name] = new Box(Margin, top, SiteWidth, y - top);
            y += SiteGap;
        }

        return new MapLayout(Width, y - SiteGap + 4, siteBoxes, nodes, Links(order, siteBoxes, nodes[TrafficStore.Clients]));
    }

    private static double PlaceRow(Dictionary<string, Box> nodes, List<MapNode> row, double y)
    {
        var columns = Math.Min(2, row.Count);
        var width = (SiteWidth - (2 * Padding) - ((columns - 1) * NodeGap)) / columns;
        foreach (var (i, node) in row.Index())
        {
            nodes[node.Name] = new Box(Margin + Padding + (i % columns * (width + NodeGap)), y + (i / columns * (NodeHeight + NodeGap)), width, NodeHeight);
        }

        var lines = (row.Count + columns - 1) / columns;
        return y + (lines * NodeHeight) + ((lines - 1) * NodeGap);
    }

    private static Dictionary<string, LinkRoute> Links(MapSite[] order, Dictionary<string, Box> sites, Box clients)
    {
        var links = new Dictionary<string, LinkRoute>(StringComparer.Ordinal);
        var (leftUsed, rightUsed) = (0, 0);
        var entering = new Dictionary<(string Site, bool IsRight), int>();
        foreach (var (i, site) in order.Index())
        {
            var box = sites[site.Name];
            if (site.IsRegion)
            {
                Add(TrafficStore.Clients, site.Name, clients, box, isNear: i == 0, isRight: true);
            }

            foreach (var (k, next) in order.Index().Skip(i + 1))
            {
                Add(site.Name, next.Name, box, sites[next.Name], isNear: k == i + 1, isRight: false);
            }
        }

        return links;

        void Add(string a, string b, Box from, Box to, bool isNear, bool isRight)
        {
            if (isNear)
            {
                var x = from.Center.X;
                links[MapLayout.KeyOf(a, b)] = new LinkRoute(a, [new Point(x, from.Bottom), new Point(x, to.Y)], new Point(x, (from.Bottom + to.Y) / 2));
                return;
            }

            // Room for three on each margin; more would be on top of each other, and can still be told by their labels.
            var lane = Math.Min(2, isRight ? rightUsed++ : leftUsed++) * 12;
            var channel = isRight ? Width - 14 - lane : 14 + lane;
            var (leave, enter) = isRight ? (from.Right, to.Right) : (from.X, to.X);
            // Those that enter the same site have their labels one below the other.
            var order = entering[(b, isRight)] = entering.GetValueOrDefault((b, isRight)) + 1;
            var label = new Point(isRight ? Width - 32 : 32, to.Y - (SiteGap / 2) + ((order - 1) * LabelHeight));
            links[MapLayout.KeyOf(a, b)] = new LinkRoute(
                a,
                [new Point(leave, from.Center.Y), new Point(channel, from.Center.Y), new Point(channel, to.Y + 60), new Point(enter, to.Y + 60)],
                label);
        }
    }
}
