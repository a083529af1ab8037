namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>The networks that sites' addresses come from.</summary>
internal static class SiteNetworks
{
    /// <summary>Networks for documentation (RFC 5737): nobody's, so that a policy that nobody has filled in lets nobody in.</summary>
    private static readonly string[] Examples = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

    /// <summary>What is no host on the internet (RFC 1918, RFC 6598, RFC 3927).</summary>
    public static readonly IReadOnlyList<string> Private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

    public static string Of(string site, IReadOnlyList<string> sites, PublishOptions options)
        => options.Networks.GetValueOrDefault(site) ?? Examples[sites.ToList().IndexOf(site) % Examples.Length];
}
