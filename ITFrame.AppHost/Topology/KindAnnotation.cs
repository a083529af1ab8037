namespace ITFrame.AppHost.Topology;

/// <summary>What a resource is in the lab's terms: gateway, api, member, wan, console, site or replica-set.</summary>
internal sealed record KindAnnotation(string Kind) : IResourceAnnotation;
