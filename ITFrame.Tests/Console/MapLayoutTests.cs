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
