using System.Globalization;
using ITFrame.Console.LabControl;
using ITFrame.Console.Map;
using Xunit;

namespace ITFrame.Tests.Console;

public sealed class MapLayoutTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(2, 9, true)]
    [InlineData(3, 2, false)]
    [InlineData(4, 3, true)]
    [InlineData(7, 2, false)]
    public void Of_AnyLab_NothingOverlapsAndEveryLinkHasAWay(int regions, int replicas, bool hasWitness)
    {
        var sites = Sites(regions, replicas, hasWitness);

        foreach (var layout in new[] { WideLayout.Of(sites), TallLayout.Of(sites) })
        {
            var boxes = layout.Sites.Values.ToList();
            Assert.Equal(sites.Count, boxes.Count);
            Assert.DoesNotContain(boxes, box => boxes.Any(other => other != box && other.Overlaps(box)));
            var nodes = layout.Nodes.Values.ToList();
            Assert.DoesNotContain(nodes, box => nodes.Any(other => other != box && other.Overlaps(box)));
            var page = new Box(0, 0, layout.Width, layout.Height);
            Assert.All(boxes.Concat(nodes), box => Assert.True(page.Contains(box), $"{box} is outside of {page}."));
            foreach (var site in sites)
            {
                Assert.All(site.Nodes, node => Assert.True(layout.Sites[site.Name].Contains(layout.Nodes[node.Name]), $"{node.Name} is outside of {site.Name}."));
                Assert.All(sites.Where(other => other != site), other => Assert.NotNull(layout.Link(site.Name, other.Name)));
            }

            Assert.Equal(layout.Links.Count, layout.Links.Values.Select(link => link.Label).Distinct().Count());
            AssertWaysAreClear(layout);
        }
    }

    /// <summary>Requests between sites are seen all the way: nothing stands in front of them.</summary>
    private static void AssertWaysAreClear(MapLayout layout)
    {
        foreach (var (from, to) in layout.Nodes.Keys.SelectMany(from => layout.Nodes.Keys.Where(to => to != from).Select(to => (from, to))))
        {
            var isInOneSite = layout.Sites.Values.Any(site => site.Contains(layout.Nodes[from]) && site.Contains(layout.Nodes[to]));
            if (isInOneSite || layout.Path(from, to) is not { } way)
            {
                continue;
            }

            var points = System.Text.RegularExpressions.Regex.Matches(way.Data, @"(-?[\d.]+) (-?[\d.]+)")
                .Select(match => new Point(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();
            foreach (var (start, end) in points.Zip(points.Skip(1)))
            {
                for (var part = 0; part <= 100; part++)
                {
                    var (x, y) = (start.X + ((end.X - start.X) * part / 100), start.Y + ((end.Y - start.Y) * part / 100));
                    var behind = layout.Nodes.FirstOrDefault(node => x > node.Value.X && x < node.Value.Right && y > node.Value.Y && y < node.Value.Bottom);
                    Assert.True(behind.Key is null, $"The way from {from} to {to} goes behind {behind.Key} at {x}, {y}: {way.Data}");
                }
            }
        }
    }

    [Fact]
    public void Path_BetweenSites_GoesThroughTheirLinkAndEachDirectionKeepsToOneSide()
    {
        var layout = WideLayout.Of(Sites(2, 2, hasWitness: true));

        var there = layout.Path("gateway-a", "gateway-b")!.Data;
        var back = layout.Path("gateway-b", "gateway-a")!.Data;

        var label = layout.Link("a", "b")!.Label;
        Assert.Contains($" {label.Y + 3}", there, StringComparison.Ordinal);
        Assert.Contains($" {label.Y - 3}", back, StringComparison.Ordinal);
        Assert.Null(layout.Path("gateway-a", "nobody"));
    }

    private static List<MapSite> Sites(int regions, int replicas, bool hasWitness)
    {
        var sites = Enumerable.Range(0, regions).Select(i => ((char)('a' + i)).ToString()).Select(name => new MapSite(
            name,
            null,
            [Node(NodeKind.Gateway, "gateway", name), .. Enumerable.Range(1, replicas).Select(n => Node(NodeKind.Replica, "api", name, $"-{n}")), Node(NodeKind.Member, "mongo", name)])).ToList();
        if (hasWitness)
        {
            sites.Add(new MapSite("witness", null, [Node(NodeKind.Member, "mongo", "witness")]));
        }

        return sites;
    }

    private static MapNode Node(NodeKind kind, string service, string site, string number = "")
        => new(kind, new LabResource { Name = $"{service}-{site}{number}", Site = site, State = "Running" }, null);
}
