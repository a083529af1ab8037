using System.Collections.Frozen;
using ITFrame.Wan.Timing;

namespace ITFrame.Wan.Links;

/// <summary>
/// All links between and inside the sites. A link is up only while it is not cut itself and neither of its sites is cut:
/// restoring one site does not bring back its link to another one that is still cut off.
/// </summary>
internal sealed class Network
{
    private readonly Lock _gate = new();
    private readonly FrozenDictionary<SitePair, Link> _links;
    private readonly FrozenSet<string> _sites;
    private readonly HashSet<string> _cutSites = new(StringComparer.OrdinalIgnoreCase);

    public Network(WanOptions options, LinkClock clock)
    {
        var names = options.Sites.Select(site => site.Name).ToList();
        var configured = options.Links.ToDictionary(link => SitePair.Of(link.A, link.B));
        var links = new Dictionary<SitePair, Link>();
        foreach (var (index, a) in names.Index())
        {
            foreach (var b in names.Skip(index))
            {
                var pair = SitePair.Of(a, b);
                var link = configured.GetValueOrDefault(pair);
                links[pair] = new Link(link?.A ?? a, link?.B ?? b, link?.Conditions ?? LinkConditions.Ideal, clock.Time, Random.Shared);
            }
        }

        _links = links.ToFrozenDictionary();
        _sites = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The links between two different sites, in a stable order.</summary>
    public IEnumerable<Link> Links => _links.Values
        .Where(link => !IsInsideSite(link))
        .OrderBy(link => link.A, StringComparer.Ordinal)
        .ThenBy(link => link.B, StringComparer.Ordinal);

    public bool IsSite(string name) => _sites.Contains(name);

    public Link? Find(string a, string b) => _links.GetValueOrDefault(SitePair.Of(a, b));

    public void SetSiteCut(string site, bool cut)
    {
        lock (_gate)
        {
            if (cut)
            {
                _cutSites.Add(site);
            }
            else
            {
                _cutSites.Remove(site);
            }

            Apply();
        }
    }

    /// <summary>Changes a link; null leaves a part of it as it is.</summary>
    public void Change(Link link, LinkConditions? conditions, bool? cut)
    {
        lock (_gate)
        {
            link.Conditions = conditions ?? link.Conditions;
            link.IsCutItself = cut ?? link.IsCutItself;
            Apply();
        }
    }

    public void Reset()
    {
        foreach (var link in _links.Values)
        {
            link.Reset();
        }
    }

    private static bool IsInsideSite(Link link) => string.Equals(link.A, link.B, StringComparison.OrdinalIgnoreCase);

    private void Apply()
    {
        foreach (var link in _links.Values)
        {
            link.SetCut(link.IsCutItself || _cutSites.Contains(link.A) || _cutSites.Contains(link.B));
        }
    }
}
