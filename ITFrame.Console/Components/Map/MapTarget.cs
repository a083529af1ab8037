using ITFrame.Console.LabControl;
using ITFrame.Console.Map;

namespace ITFrame.Console.Components.Map;

/// <summary>What on the map the reader has opened: a process, a site or a link.</summary>
public sealed record MapTarget(string Key)
{
    public static MapTarget Of(MapNode node) => new($"node/{node.Name}");

    public static MapTarget Of(MapSite site) => new($"site/{site.Name}");

    public static MapTarget Of(LabLink link) => new($"link/{link.Key}");
}
