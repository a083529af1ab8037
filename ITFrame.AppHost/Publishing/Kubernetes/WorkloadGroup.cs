using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>The replicas of one kind at one site: one Deployment or StatefulSet, whose pods share a name.</summary>
/// <param name="Name">The workload's name: <c>api</c>, <c>gateway</c>, <c>mongo</c>.</param>
/// <param name="Replicas">The model's services.</param>
internal sealed record WorkloadGroup(string Name, IReadOnlyList<Service> Replicas)
{
    public Service First => Replicas[0];

    public Workload Workload => First.Workload;

    /// <summary>The host of each replica is one host here: the Service's.</summary>
    public bool IsScaled => Workload.Scaling is not null;

    public static IReadOnlyList<WorkloadGroup> At(Deployment deployment, string site)
        => [.. deployment.In(site).GroupBy(service => service.Kind).Select(group => new WorkloadGroup(NameOf(group.First()), [.. group]))];

    public static string NameOf(Service service) => service.Name.Split('-')[0];
}
