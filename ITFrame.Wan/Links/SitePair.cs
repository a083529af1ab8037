namespace ITFrame.Wan.Links;

/// <summary>Two sites, regardless of order and case; one and the same for the traffic inside a site.</summary>
internal readonly record struct SitePair
{
    private SitePair(string first, string second) => (First, Second) = (first, second);

    public string First { get; }

    public string Second { get; }

    public static SitePair Of(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        return string.CompareOrdinal(a, b) <= 0 ? new SitePair(a, b) : new SitePair(b, a);
    }
}
