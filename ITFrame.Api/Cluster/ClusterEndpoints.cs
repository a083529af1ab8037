using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Cluster;

/// <summary>The state of the replica set, for the lab's console, drills and people.</summary>
internal static class ClusterEndpoints
{
    public static void AddCluster(this IHostApplicationBuilder builder)
        => builder.Services.AddSingleton<IClusterProbe, ClusterProbe>();

    public static void MapCluster(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/cluster", GetClusterAsync)
            .WithTags("Cluster")
            .WithName("GetCluster");

    private static async Task<Ok<ClusterStatus>> GetClusterAsync(IClusterProbe probe, CancellationToken cancellationToken)
        => TypedResults.Ok(await probe.GetStatusAsync(cancellationToken));
}
