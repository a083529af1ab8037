namespace ITFrame.Api.Cluster;

internal interface IClusterProbe
{
    /// <summary>Asks whichever member answers first; answers from the driver's own view when none does.</summary>
    Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken);
}
