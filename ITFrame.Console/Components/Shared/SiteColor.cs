namespace ITFrame.Console.Components.Shared;

/// <summary>One colour a site, the same on every page. Colour never stands alone: the site's name is beside it.</summary>
internal static class SiteColor
{
    private const int Others = 4;

    public static string Class(string? site, string service = "") => site switch
    {
        "london" => "site-london",
        "frankfurt" => "site-frankfurt",
        "amsterdam" => "site-amsterdam",
        "internet" => "site-internet",
        _ => $"site-other-{Hash(string.IsNullOrEmpty(site) ? service : site) % Others}",
    };

    // Not GetHashCode, which differs between runs.
    private static int Hash(string text) => text.Aggregate(17, (hash, character) => ((hash * 31) + character) & 0xFFFFFF);
}
