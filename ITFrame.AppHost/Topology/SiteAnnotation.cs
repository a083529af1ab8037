namespace ITFrame.AppHost.Topology;

/// <summary>The site that a resource stands in.</summary>
internal sealed record SiteAnnotation(string Site) : IResourceAnnotation;
