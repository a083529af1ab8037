using ITFrame.Console.LabControl;

namespace ITFrame.Console.Resources;

/// <summary>By site, and within a site along the path of a request; what belongs to no site comes last.</summary>
internal sealed class ResourceOrder : IComparer<LabResource>
{
    private static readonly string[] Kinds = ["site", "gateway", "api", "member", "replica-set", "wan", "console"];

    // The regions' order is that of the lab's layout: primary region, second region, witness.
    private static readonly string[] Sites = ["london", "frankfurt", "amsterdam"];

    public static ResourceOrder Instance { get; } = new();

    public int Compare(LabResource? x, LabResource? y)
    {
        if (x is null || y is null)
        {
            return x is null ? (y is null ? 0 : -1) : 1;
        }

        var order = SiteRank(x).CompareTo(SiteRank(y));
        order = order != 0 ? order : string.CompareOrdinal(x.Site, y.Site);
        order = order != 0 ? order : KindRank(x).CompareTo(KindRank(y));
        return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }

    private static int SiteRank(LabResource resource)
        => string.IsNullOrEmpty(resource.Site) ? int.MaxValue
            : Array.IndexOf(Sites, resource.Site) is var index and >= 0 ? index
            : Sites.Length;

    private static int KindRank(LabResource resource)
        => Array.IndexOf(Kinds, resource.Kind) is var index and >= 0 ? index : Kinds.Length;
}
