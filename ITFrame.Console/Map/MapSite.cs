using ITFrame.Console.LabControl;

namespace ITFrame.Console.Map;

/// <summary>What stands in a site. A region has a gateway; the witness has none; clients live in one that is no site of ours.</summary>
/// <param name="Name">The site's name.</param>
/// <param name="Resource">The site as a resource, with its commands; null for where clients live.</param>
/// <param name="Nodes">Its processes, along the path of a request.</param>
public sealed record MapSite(string Name, LabResource? Resource, IReadOnlyList<MapNode> Nodes)
{
    public bool IsRegion => Nodes.Any(node => node.Kind == NodeKind.Gateway);

    public bool IsSunk => Resource?.State == "Sunk";
}
