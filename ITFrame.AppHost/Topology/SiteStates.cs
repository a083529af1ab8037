namespace ITFrame.AppHost.Topology;

/// <summary>States of a site.</summary>
internal static class SiteStates
{
    public static ResourceStateSnapshot Up { get; } = new(KnownResourceStates.Running, "success");

    public static ResourceStateSnapshot Sunk { get; } = new("Sunk", "error");
}
