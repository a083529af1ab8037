using ITFrame.Console.Traffic;

namespace ITFrame.Console.Map;

/// <summary>
/// The map for a wide page: regions side by side, each with its gateway above its replicas above its member; between them the
/// clients at the gateways' level and the witness at the members'. A link is a level line at the height of what uses it most.
/// </summary>
internal static class WideLayout
{
    private const double RegionWidth = 430;
    private const double MiddleWidth = 200;
    private const double Gap = 90;
    private const double Padding = 14;
    private const double Head = 36;
    private const double NodeHeight = 54;
    private const double RowGap = 32;
    private const double NodeGap = 12;
    private const double Detour = 26;

    public static MapLayout Of(IReadOnlyList<MapSite> sites)
    {
        var regions = sites.Where(site => site.IsRegion).ToList();
        var others = sites.Where(site => !site.IsRegion).ToList();
        var left = (regions.Count + 1) / 2;
        // What joins neighbours goes straight; everything else needs a way around.
        var detours = Math.Max(0, regions.Count - 2) * 2;
        var top = 4 + (Math.Max(0, regions.Count - 2) * Detour);
        var rows = regions.Select(region => (int)Math.Ceiling(region.Nodes.Count(node => node.Kind == NodeKind.Replica) / 2.0)).DefaultIfEmpty(1).Max();
        var gatewayY = top + Head;
        var replicaY = gatewayY + NodeHeight + RowGap;
        var memberY = replicaY + (rows * NodeHeight) + ((rows - 1) * NodeGap) + RowGap;
        var bottom = memberY + NodeHeight + Padding;
        var siteBoxes = new Dictionary<string, Box>(StringComparer.Ordinal);
        var nodes = new Dictionary<string, Box>(StringComparer.Ordinal);

        var x = 0.0;
        var middle = 0.0;
        foreach (var (i, region) in regions.Index())
        {
            if (i == left)
            {
                middle = x;
                x += MiddleWidth + Gap;
            }

            siteBoxes[region.Name] = new Box(x, top, RegionWidth, bottom - top);
            PlaceRow(nodes, region, NodeKind.Gateway, x, gatewayY, perRow: 2);
            PlaceRow(nodes, region, NodeKind.Replica, x, replicaY, perRow: 2);
            PlaceRow(nodes, region, NodeKind.Member, x, memberY, perRow: 2);
            x += RegionWidth + Gap;
        }

        middle = regions.Count <= left ? x : middle;
        var width = regions.Count <= left ? x + MiddleWidth : x - Gap;
        nodes[TrafficStore.Clients] = new Box(middle, gatewayY, MiddleWidth, NodeHeight);
        foreach (var (i, site) in others.Index())
        {
            var y = memberY + (i * (NodeHeight + Head + RowGap));
            siteBoxes[site.Name] = new Box(middle - Padding, y - Head, MiddleWidth + (2 * Padding), NodeHeight + Head + Padding);
            foreach (var (k, node) in site.Nodes.Index())
            {
                nodes[node.Name] = new Box(middle, y + (k * (NodeHeight + NodeGap)), MiddleWidth, NodeHeight);
            }
        }

        var height = Math.Max(bottom, siteBoxes.Values.Select(box => box.Bottom).DefaultIfEmpty(0).Max()) + (detours * Detour) + 4;
        return new MapLayout(width, height, siteBoxes, nodes, Links(regions, others, siteBoxes, nodes, left, (gatewayY, replicaY, memberY), bottom));
    }

    private static void PlaceRow(Dictionary<string, Box> nodes, MapSite site, NodeKind kind, double siteX, double y, int perRow)
    {
        var row = site.Nodes.Where(node => node.Kind == kind).ToList();
        var columns = Math.Max(1, Math.Min(perRow, row.Count));
        var width = (RegionWidth - (2 * Padding) - ((columns - 1) * NodeGap)) / columns;
        foreach (var (i, node) in row.Index())
        {
            nodes[node.Name] = new Box(siteX + Padding + (i % columns * (width + NodeGap)), y + (i / columns * (NodeHeight + NodeGap)), width, NodeHeight);
        }
    }

    private static Dictionary<string, LinkRoute> Links(
        List<MapSite> regions, List<MapSite> others, Dictionary<string, Box> sites, Dictionary<string, Box> nodes, int left, (double Gateway, double Replica, double Member) rows, double bottom)
    {
        var links = new Dictionary<string, LinkRoute>(StringComparer.Ordinal);
        var half = NodeHeight / 2;
        var (above, below) = (0, 0);
        foreach (var (i, region) in regions.Index())
        {
            var box = sites[region.Name];
            var isNear = i == left - 1 || i == left;
            Add(TrafficStore.Clients, region.Name, nodes[TrafficStore.Clients], box, isNear, rows.Gateway + half, isAbove: true);
            foreach (var other in others)
            {
                Add(other.Name, region.Name, sites[other.Name], box, isNear, sites[other.Name].Center.Y + (Head / 2) - (Padding / 2), isAbove: false);
            }

            foreach (var (k, next) in regions.Index().Skip(i + 1))
            {
                Add(region.Name, next.Name, box, sites[next.Name], k == i + 1, rows.Replica + half, isAbove: false);
            }
        }

        return links;

        void Add(string a, string b, Box from, Box to, bool isNear, double y, bool isAbove)
        {
            var (start, end) = from.X < to.X ? (from.Right, to.X) : (from.X, to.Right);
            if (isNear)
            {
                links[MapLayout.KeyOf(a, b)] = new LinkRoute(a, [new Point(start, y), new Point(end, y)], new Point((start + end) / 2, y));
                return;
            }

            var level = isAbove ? from.Y - Head - (++above * Detour / 2) : bottom + (++below * Detour);
            var (leave, enter) = isAbove ? (from.Y, to.Y) : (from.Bottom, to.Bottom);
            // Ways that leave the same side do so beside each other, as far as it is wide.
            var shift = Math.Min((isAbove ? above : below) * 14, (Math.Min(from.Width, to.Width) / 2) - 20);
            links[MapLayout.KeyOf(a, b)] = new LinkRoute(
                a,
                [new Point(from.Center.X + shift, leave), new Point(from.Center.X + shift, level), new Point(to.Center.X - shift, level), new Point(to.Center.X - shift, enter)],
                new Point((from.Center.X + to.Center.X) / 2, level));
        }
    }
}
