namespace ITFrame.AppHost.Topology;

/// <summary>A data centre: what stands in it is killed and cut off together by <c>sink</c>, and comes back by <c>raise</c>.</summary>
internal sealed class SiteResource(string site) : Resource($"site-{site}")
{
    public string Site { get; } = site;
}
