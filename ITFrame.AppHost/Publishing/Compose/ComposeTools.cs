using ITFrame.AppHost.Publishing.Compose.Schema;
using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>The containers of a site that are no part of the model: those that set up, renew and save.</summary>
internal sealed class ComposeTools(Deployment deployment, ComposeServiceFactory factory, string site)
{
    private static readonly Parameter AcmeEmail = new("acme-email", "Whom the certificates' authority may write to.", Example: "operations@itframe.example");

    private static readonly Parameter AcmeServer = new("acme-server", "The ACME directory of the certificates' authority.", Default: "https://acme-v02.api.letsencrypt.org/directory");

    private static readonly Parameter BackupDays = new("backup-days", "Days that backups are kept.", Default: "14");

    /// <summary>Runs once: makes one set of the members, and the hub's user; does nothing where that is done.</summary>
    public ComposeService Initiator(Service member) => factory.Container(member.Workload.Image, member) with
    {
        Entrypoint = [.. Workloads.Mongosh(HostOf(member), member.HealthPort.ContainerPort, "--file", "/itframe/initiate.js")],
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = ContainerPaths.Temporary,
            [InitiationScript.DomainVariable] = factory.Parameters.Use(deployment.Domain),
            [InitiationScript.PasswordVariable] = factory.Parameters.Use(deployment.ReplicaSet.HubPassword),
        },
        Volumes = ["./replica-set:/itframe:ro", ComposeServiceFactory.Certificates(member.Name)],
        DependsOn = new Dictionary<string, ComposeDependency> { [member.Name] = ComposeDependency.Healthy },
        Restart = "on-failure",
    };

    /// <summary>Renews the certificate that clients see; the authority's questions are answered through the hub, at whatever site they come in.</summary>
    public ComposeService Certbot(Service gateway)
    {
        var replicas = deployment.In(site).Where(service => service.Workload == Workloads.Api).ToList();
        var names = gateway.Ports.Select(port => port.Host).Distinct().Select(deployment.FullName).Prepend(Text.Of(deployment.Domain));
        return factory.Container(Images.Certbot) with
        {
            // The hook takes the token from a file, so that it is in no command line.
            Entrypoint = ["sh", "-c", $"umask 077; printf %s \"$$ITFRAME_ACME_TOKEN\" > {ContainerPaths.Temporary}/acme-token; unset ITFRAME_ACME_TOKEN; exec /acme/renew"],
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = ContainerPaths.Temporary,
                ["ITFRAME_ACME_TOKEN"] = factory.Parameters.Use(ProductionSettings.AcmeToken),
                ["ITFRAME_ACME_KEY_FILE"] = $"{ContainerPaths.Temporary}/acme-token",
                ["ITFRAME_ACME_NAMES"] = string.Join(' ', names.Select(name => factory.Parameters.Use(name))),
                ["ITFRAME_ACME_EMAIL"] = factory.Parameters.Use(AcmeEmail),
                ["ITFRAME_ACME_SERVER"] = factory.Parameters.Use(AcmeServer),
                ["ITFRAME_ACME_STATE"] = "/acme-state",
                ["ITFRAME_HUBS"] = string.Join(' ', replicas.Select(replica => $"{replica.HealthPort.Scheme}://{HostOf(replica)}:{replica.HealthPort.ContainerPort}")),
                ["ITFRAME_TLS_AUTHORITY"] = $"{ContainerPaths.Tls}/{ContainerPaths.Authority}",
                ["ITFRAME_TLS_FOLDER"] = ContainerPaths.PublicTls,
            },
            User = $"{gateway.Workload.User}:{gateway.Workload.User}",
            Networks = new Dictionary<string, ComposeAliases> { [ComposeServiceFactory.Network] = new([]) },
            Volumes =
            [
                "./acme:/acme:ro",
                "./acme-state:/acme-state",
                $"./tls/public:{ContainerPaths.PublicTls}",
                $"./tls/{gateway.Name}/{ContainerPaths.Authority}:{ContainerPaths.Tls}/{ContainerPaths.Authority}:ro",
            ],
            DependsOn = new Dictionary<string, ComposeDependency> { [gateway.Name] = ComposeDependency.Healthy },
            Restart = "unless-stopped",
        };
    }

    /// <summary>Started by the operator when the member's certificate has been replaced: <c>docker-compose run --rm rotate</c>.</summary>
    public ComposeService Rotation(Service member) => factory.Container(member.Workload.Image, member) with
    {
        Entrypoint = [.. Workloads.RotateCertificates(HostOf(member), member.HealthPort.ContainerPort)],
        Environment = new Dictionary<string, string> { ["HOME"] = ContainerPaths.Temporary },
        Volumes = [ComposeServiceFactory.Certificates(member.Name)],
        Profiles = ["rotate"],
    };

    /// <summary>Started by a timer of the machine: <c>docker-compose run --rm backup</c>.</summary>
    public ComposeService Backup(Service member) => factory.Container(member.Workload.Image, member) with
    {
        Entrypoint = ["/itframe/mongo-backup"],
        Command = ["dump"],
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = ContainerPaths.Temporary,
            ["ITFRAME_SET"] = deployment.ReplicaSet.Name,
            ["ITFRAME_MEMBER"] = $"{HostOf(member)}:{member.HealthPort.ContainerPort}",
            ["ITFRAME_MEMBERS"] = string.Join(',', deployment.Services.Where(service => service.Workload == member.Workload)
                .Select(service => $"{HostOf(service)}:{service.HealthPort.Port}")),
            ["ITFRAME_CERTIFICATE"] = $"{ContainerPaths.Tls}/{member.Workload.CombinedCertificate}",
            ["ITFRAME_AUTHORITY"] = $"{ContainerPaths.Tls}/{ContainerPaths.Authority}",
            ["ITFRAME_BACKUP_DAYS"] = factory.Parameters.Use(BackupDays),
        },
        Volumes = ["./backup:/itframe:ro", "./backups:/backups", ComposeServiceFactory.Certificates(member.Name)],
        Profiles = ["backup"],
    };

    private string HostOf(Service service) => factory.Parameters.Use(deployment.FullName(service.HealthPort.Host));
}
