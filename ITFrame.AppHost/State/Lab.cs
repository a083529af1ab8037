using ITFrame.AppHost.Network;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.State;

/// <summary>What the parts of one lab share while its model is built.</summary>
internal sealed class Lab
{
    private Lab(IDistributedApplicationBuilder builder, LabOptions options)
    {
        Builder = builder;
        Options = options;
        Ports = new LoopbackPorts(options.RandomPorts);
        Folder = new StateFolder(Path.GetFullPath(options.StatePath ?? Path.Combine(builder.AppHostDirectory, "..", ".lab")));
        ControlUrl = new Uri($"http://localhost:{Ports.Documented(8079)}");
        Sites = builder.AddSites(this);
        DemoStationKey = builder.AddParameter("demo-station-key", () => Secrets.DemoStationKey, secret: true);
        ApiControlToken = builder.AddParameter("api-control-token", () => Secrets.ApiControlToken, secret: true);
    }

    public IDistributedApplicationBuilder Builder { get; }

    public LabOptions Options { get; }

    public LoopbackPorts Ports { get; }

    public LabSecrets Secrets { get; } = LabSecrets.Create();

    public StateFolder Folder { get; }

    /// <summary>Address of the lab control API.</summary>
    public Uri ControlUrl { get; }

    /// <summary>Every site of the lab: regions, and the witness where the layout has one.</summary>
    public IReadOnlyDictionary<string, IResourceBuilder<SiteResource>> Sites { get; }

    /// <summary>Key of the demo station.</summary>
    public IResourceBuilder<ParameterResource> DemoStationKey { get; }

    /// <summary>Bearer token of the hub's Control endpoints.</summary>
    public IResourceBuilder<ParameterResource> ApiControlToken { get; }

    /// <summary>Reads the options and adds the sites. Nothing is touched on disk before the application starts.</summary>
    /// <exception cref="DistributedApplicationException">Section <c>Lab</c> has a value that the lab cannot run with.</exception>
    public static Lab Create(IDistributedApplicationBuilder builder)
    {
        var lab = new Lab(builder, LabOptionsReader.Read(builder.Configuration));
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            lab.Folder.Prepare(lab.Options.KeepData);
            return Task.CompletedTask;
        });
        return lab;
    }
}
