using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.Faults;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.Output;
using ITFrame.AppHost.Regions;
using ITFrame.AppHost.ReplicaSet;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Telemetry;
using ITFrame.AppHost.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ITFrame.AppHost.Control;

internal static class LabControlExtensions
{
    /// <summary>Adds what commands and tools work through: faults, the control API, the state file and the banner.</summary>
    public static void AddLabControl(this Lab lab, Wan wan, LabConsole console, ReplicaSetResource mongo, IReadOnlyList<Region> regions)
    {
        var services = lab.Builder.Services;
        services.AddSingleton(Describe(lab, wan, console, mongo, regions));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(lab.Folder);
        services.AddSingleton(new CertificateRotation(lab.Certificates, mongo));
        services.AddSingleton(new WanAdmin(WanAdmin.Configure(lab.CreateClient(), wan.AdminUrl, lab.Secrets.WanToken)));
        services.AddSingleton(lab.Options);
        services.AddSingleton(mongo);
        services.AddSingleton<ResourceBoard>();
        services.AddSingleton<ReplicaSetBoard>();
        services.AddSingleton<ProcessFaults>();
        services.AddSingleton<SiteFaults>();
        services.AddSingleton(new MemberFaults(mongo));
        services.AddSingleton(new DrillTool(new Projects.ITFrame_Drills().ProjectPath));
        services.AddSingleton<DrillRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<ResourceBoard>());
        services.AddHostedService(provider => provider.GetRequiredService<ReplicaSetBoard>());
        services.AddSingleton(new LabControlListener(lab.Certificates));
        services.AddHostedService<LabControlServer>();
        services.AddHostedService<ReadyBanner>();
    }

    private static LabState Describe(Lab lab, Wan wan, LabConsole console, ReplicaSetResource mongo, IReadOnlyList<Region> regions) => new()
    {
        ProcessId = Environment.ProcessId,
        StartedAt = TimeProvider.System.GetUtcNow(),
        Layout = lab.Options.Layout == LabLayout.Arbiter2016 ? "2016" : "witness",
        ControlUrl = lab.ControlUrl,
        ControlToken = lab.Secrets.ControlToken,
        ConsoleUrl = console.LoginUrl,
        Regions = [.. regions.Select(region => new LabState.Region(region.Site, region.GatewayUrl, Sites.Host("gateway", region.Site), region.WanPort, region.AdminUrl))],
        InternetProxy = wan.ProxyOf(Sites.Internet),
        Members = [.. mongo.Members.Select(member => new LabState.Member(member.Name, member.Site, $"localhost:{member.LoopbackPort}", member.Host))],
        AuthorityFile = lab.Certificates?.AuthorityFile,
        MemberCertificateFile = lab.Certificates?.Lab.CombinedFile,
        MemberKind = mongo.IsEmbedded ? "embedded" : "mongod",
        Demo = new LabState.DemoStation("demo", lab.Secrets.DemoStationKey),
        ApiControlToken = lab.Secrets.ApiControlToken,
    };
}
