using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.Topology;
using Microsoft.Extensions.DependencyInjection;

namespace ITFrame.AppHost.State;

/// <summary>What the parts of one lab share while its model is built.</summary>
internal sealed class Lab
{
    private Lab(IDistributedApplicationBuilder builder, LabOptions options)
    {
        Builder = builder;
        Options = options;
        IsPublished = builder.ExecutionContext.IsPublishMode;
        Ports = new LoopbackPorts(options.RandomPorts, IsPublished);
        Folder = new StateFolder(Path.GetFullPath(options.StatePath ?? Path.Combine(builder.AppHostDirectory, "..", ".lab")));
        Certificates = options.Tls == LabTls.On ? new LabCertificates(Folder.TlsPath, TimeProvider.System) : null;
        ControlUrl = new Uri($"{Scheme}://localhost:{Ports.Documented(8079)}");
        Sites = builder.AddSites(this);
        DemoStationKey = builder.AddParameter("demo-station-key", () => Secrets.DemoStationKey, secret: true);
        MongoPassword = builder.AddParameter("mongo-password", () => Secrets.MongoPassword, secret: true);
        ApiControlToken = builder.AddParameter("api-control-token", () => Secrets.ApiControlToken, secret: true);
    }

    public IDistributedApplicationBuilder Builder { get; }

    public LabOptions Options { get; }

    /// <summary>Whether the model is written down for production rather than run on this machine.</summary>
    public bool IsPublished { get; }

    public LoopbackPorts Ports { get; }

    public LabSecrets Secrets { get; } = LabSecrets.Create();

    public StateFolder Folder { get; }

    /// <summary>The certificates of the lab's processes; null where the lab runs without TLS.</summary>
    public LabCertificates? Certificates { get; }

    /// <summary>What the lab's HTTP services are reached with.</summary>
    public string Scheme => Certificates is null ? "http" : "https";

    /// <summary>Address of the lab control API.</summary>
    public Uri ControlUrl { get; }

    /// <summary>Every site of the lab: regions, and the witness where the layout has one.</summary>
    public IReadOnlyDictionary<string, IResourceBuilder<SiteResource>> Sites { get; }

    /// <summary>Key of the demo station.</summary>
    public IResourceBuilder<ParameterResource> DemoStationKey { get; }

    /// <summary>Password by which the hub logs in to the replica set.</summary>
    public IResourceBuilder<ParameterResource> MongoPassword { get; }

    /// <summary>Bearer token of the hub's Control endpoints.</summary>
    public IResourceBuilder<ParameterResource> ApiControlToken { get; }

    /// <summary>A client that believes the lab's certificates.</summary>
    public HttpClient CreateClient() => new(CreateHandler());

    /// <summary>Reads the options and adds the sites. Nothing is touched on disk before the application starts.</summary>
    /// <exception cref="DistributedApplicationException">Section <c>Lab</c> has a value that the lab cannot run with.</exception>
    public static Lab Create(IDistributedApplicationBuilder builder)
    {
        var lab = new Lab(builder, LabOptionsReader.Read(builder.Configuration));
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            lab.Folder.Prepare(lab.Options.KeepData);
            lab.Certificates?.Prepare();
            return Task.CompletedTask;
        });
        // Health checks of the model ask through the factory's clients.
        builder.Services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(lab.CreateHandler));
        return lab;
    }

    private SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler();
        Certificates?.Trust.Configure(handler);
        return handler;
    }
}
