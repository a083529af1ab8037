using ITFrame.AppHost.Publishing.Compose.Schema;
using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>Makes Compose's services of a site's services.</summary>
internal sealed class ComposeServiceFactory(Deployment deployment, PublishOptions options, string site)
{
    /// <summary>The site's network.</summary>
    public const string Network = "site";

    /// <summary>The member's volume.</summary>
    public const string DataVolume = "data";

    private static readonly Parameter BindAddress = new("bind-address", "Address of this machine at which ports are published.", Default: "0.0.0.0");

    /// <summary>What every container may do, which is little.</summary>
    private static readonly ComposeService Hardened = new()
    {
        ReadOnly = true,
        Tmpfs = [ContainerPaths.Temporary],
        CapDrop = ["ALL"],
        SecurityOpt = ["no-new-privileges:true"],
        Logging = new ComposeLogging(),
    };

    public ComposeParameters Parameters { get; } = new();

    public ComposeService Create(Service service)
    {
        var workload = service.Workload;
        return Container(workload.Image, service) with
        {
            Command = service.Arguments.Count == 0 ? null : [.. service.Arguments.Select(argument => Parameters.Use(argument))],
            Environment = service.Environment.ToDictionary(variable => variable.Key, variable => Parameters.Use(variable.Value)),
            MemLimit = $"{workload.Memory}m",
            PidsLimit = workload.Tasks,
            Networks = Names(service.Ports.Select(port => port.Host).Distinct()),
            Ports = NullIfEmpty(service.Ports.Where(port => deployment.IsPublished(service, port)).Select(Publish)),
            Volumes =
            [
                Certificates(service.Name),
                .. workload.HasPublicCertificate ? (string[])[$"./tls/public:{ContainerPaths.PublicTls}:ro"] : [],
                .. workload.DataFolder is { } data ? (string[])[$"{DataVolume}:{data}"] : [],
            ],
            DependsOn = service.WaitsForMember
                ? new Dictionary<string, ComposeDependency> { [deployment.In(site).Single(other => other.Workload == Workloads.Member).Name] = ComposeDependency.Healthy }
                : null,
            Healthcheck = Healthcheck(service),
            Restart = "unless-stopped",
            StopGracePeriod = workload.StopTimeout.ToCompose(),
        };
    }

    /// <summary>A container that may call whom a service calls.</summary>
    public ComposeService Container(string image, Service like) => Container(image) with
    {
        User = $"{like.Workload.User}:{like.Workload.User}",
        Networks = Names([]),
        ExtraHosts = NullIfEmpty(deployment.Edges
            .Where(edge => edge.From == like && edge.CrossesSites)
            .Select(edge => (edge.Port.Host, edge.To.Site))
            .Distinct()
            .Select(host => $"{Parameters.Use(deployment.FullName(host.Host))}:{Parameters.Use(Deployment.Address(host.Site))}")),
    };

    /// <summary>A container with nothing but an image, which may do nothing that it need not.</summary>
    public ComposeService Container(string image, bool isTelemetry = false)
        => Hardened with { Image = Parameters.Use(Images.Parameter(image, options), isTelemetry) };

    public static string Certificates(string name) => $"./tls/{name}:{ContainerPaths.Tls}:ro";

    public static ComposeHealthcheck Healthcheck(IReadOnlyList<string> command, Probe probe, TimeSpan start) => new()
    {
        Test = ["CMD", .. command.Select(word => word.Escaped())],
        Interval = probe.Interval.ToCompose(),
        Timeout = probe.Timeout.ToCompose(),
        Retries = probe.Failures,
        StartPeriod = start.ToCompose(),
    };

    private Dictionary<string, ComposeAliases> Names(IEnumerable<string> hosts)
        => new() { [Network] = new ComposeAliases([.. hosts.Select(host => Parameters.Use(deployment.FullName(host)))]) };

    private static ComposeHealthcheck Healthcheck(Service service)
    {
        var probe = service.Workload.Readiness;
        return Healthcheck(service.Workload.HealthCommand(service.HealthPort, probe.Path ?? ""), probe, service.Workload.StartTimeout);
    }

    private string Publish(ServicePort port) => $"{Parameters.Use(BindAddress)}:{port.Port}:{port.ContainerPort}";

    private static List<string>? NullIfEmpty(IEnumerable<string> values) => values.ToList() is { Count: > 0 } list ? list : null;
}
