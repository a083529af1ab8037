using ITFrame.AppHost.Publishing.Compose.Schema;
using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>The Compose project of one site.</summary>
internal sealed class ComposeSite(Deployment deployment, PublishOptions options, string site)
{
    private readonly IReadOnlyList<Service> _services = [.. deployment.In(site)];

    private Service Member => _services.Single(service => service.Workload == Workloads.Member);

    private bool IsInitiator => deployment.ReplicaSet.Initiator.Site == site;

    private Service? Gateway => _services.SingleOrDefault(service => service.Workload == Workloads.Gateway);

    public IEnumerable<GeneratedFile> Files()
    {
        var factory = new ComposeServiceFactory(deployment, options, site);
        var services = _services.ToDictionary(service => service.Name, factory.Create);
        var tools = new ComposeTools(deployment, factory, site);
        if (IsInitiator)
        {
            services["mongo-init"] = tools.Initiator(Member);
            yield return new GeneratedFile("replica-set/initiate.js", InitiationScript.Write(deployment));
        }

        if (Gateway is { } gateway)
        {
            services["certbot"] = tools.Certbot(gateway);
            foreach (var script in (string[])["renew", "challenge", "deploy", "placeholder"])
            {
                yield return new GeneratedFile($"acme/{script}", Assets.Read($"Acme/{script}"), IsExecutable: true);
            }
        }

        services["rotate"] = tools.Rotation(Member);
        services["backup"] = tools.Backup(Member);
        yield return new GeneratedFile("backup/mongo-backup", Assets.Read("Compose/Assets/mongo-backup"), IsExecutable: true);
        yield return new GeneratedFile("backup/itframe-backup.service", Assets.Read("Compose/Assets/itframe-backup.service"));
        yield return new GeneratedFile("backup/itframe-backup.timer", Assets.Read("Compose/Assets/itframe-backup.timer"));

        var project = Write(new ComposeFile
        {
            Services = services,
            Networks = new Dictionary<string, ComposeNetwork> { [ComposeServiceFactory.Network] = new() },
            Volumes = new Dictionary<string, ComposeVolume> { [ComposeServiceFactory.DataVolume] = new() },
        });
        var telemetry = Write(new ComposeFile { Services = new ComposeTelemetry(factory, site).Services(_services) });
        yield return new GeneratedFile("compose.yaml", project);
        yield return new GeneratedFile("compose.telemetry.yaml", telemetry);
        yield return new GeneratedFile("telemetry/collector.yaml", TelemetryPlan.CollectorConfiguration());
        yield return new GeneratedFile(".env.example", factory.Parameters.Write(site));
        yield return new GeneratedFile(".gitignore", ".env\ntls/\nacme-state/\nbackups/\n");
        yield return new GeneratedFile("README.md", SiteReadme.Write(deployment, _services, site, IsInitiator));
    }

    private static string Write(ComposeFile file) => ComposePublisher.Header + ComposeYaml.Write(file);
}
