using MongoDB.Driver;

namespace ITFrame.ServiceDefaults.Mongo;

/// <summary>Reads that stay in their own site while they can.</summary>
public static class SiteReads
{
    /// <summary>The tag that each member of the replica set carries in its configuration.</summary>
    public const string SiteTag = "site";

    /// <summary>
    /// How far behind a member may be and still be read from. The drivers' specification allows no less: a member's age is
    /// estimated from writes that an idle set makes only every 10 s.
    /// </summary>
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(90);

    /// <summary>
    /// The nearest member that is fresh enough, the site's own before all others. The tag decides, not the round trip alone: the
    /// driver takes members within 15 ms for equally near, which is all of them where sites are 10 ms apart.
    /// </summary>
    /// <param name="site">The reader's site; null where it has none.</param>
    public static ReadPreference Nearest(string? site)
        => string.IsNullOrEmpty(site)
            ? new ReadPreference(ReadPreferenceMode.Nearest, maxStaleness: MaxStaleness)
            : new ReadPreference(ReadPreferenceMode.Nearest, [new TagSet([new Tag(SiteTag, site)]), new TagSet()], MaxStaleness);
}
