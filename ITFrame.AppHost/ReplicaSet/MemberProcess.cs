using ITFrame.AppHost.Faults;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>What runs as a member: a <c>mongod</c>, or the embedded one. Both take <c>mongod</c>'s options.</summary>
internal sealed class MemberProcess
{
    // Where the image of mongod has its volume.
    private const string ContainerData = "/data/db";

    private readonly string? _mongod;
    private readonly bool _hasNetworkOfItsOwn;

    private MemberProcess(string? mongod, bool hasNetworkOfItsOwn)
    {
        _mongod = mongod;
        _hasNetworkOfItsOwn = hasNetworkOfItsOwn;
    }

    /// <summary>Decides by <c>Lab:Mongo</c>, and by what is on the machine.</summary>
    /// <exception cref="DistributedApplicationException">A <c>mongod</c> was asked for and there is none.</exception>
    public static MemberProcess Choose(Lab lab)
    {
        if (lab.IsPublished)
        {
            return new MemberProcess("mongod", hasNetworkOfItsOwn: true);
        }

        var options = lab.Options;
        var mongod = options.Mongo == MemberKind.Embedded ? null : Executables.Find(options.MongodPath ?? "mongod");
        if (mongod is null && (options.Mongo == MemberKind.Mongod || options.MongodPath is not null))
        {
            throw new DistributedApplicationException($"Lab:Mongo: there is no mongod at '{options.MongodPath ?? "PATH"}'. Set Lab:MongodPath, or Lab:Mongo=embedded.");
        }

        return new MemberProcess(mongod, hasNetworkOfItsOwn: false);
    }

    /// <summary>Whether members are embedded ones, which take faults that <c>mongod</c> has no command for.</summary>
    public bool IsEmbedded => _mongod is null;

    /// <summary>
    /// The address by which the set knows the member. The embedded member dials the others through its site's router by their
    /// production names; <c>mongod</c> knows no proxy, so that in the lab its members must find each other on loopback.
    /// </summary>
    public (string Host, int Port) Address(string service, string site, int loopbackPort)
        => _mongod is null || _hasNetworkOfItsOwn ? (Sites.Host(service, site), Sites.MongoPort) : ("localhost", loopbackPort);

    public void Add(Lab lab, Wan wan, string setName, ReplicaSetMember member, WanRouteAnnotation route)
    {
        if (_mongod is null)
        {
            var embedded = lab.Builder.AddProject<Projects.ITFrame_EmbeddedMongo>(member.Name, options => options.ExcludeLaunchProfile = true)
                .WithArgs("--setParameter", $"selfHost={member.Host}", "--setParameter", $"socksProxy=127.0.0.1:{wan.RouterPorts[member.Site]}")
                // Drills fill its disk and put its clock wrong.
                .WithArgs("--setParameter", "enableTestCommands=1");
            Configure(embedded, lab, wan, setName, member, route);
        }
        else
        {
            var mongod = lab.Builder.AddExecutable(member.Name, _mongod, lab.Folder.MemberData(member.Name));
            if (!lab.IsPublished)
            {
                // Three share a laptop; in a container of its own a mongod takes its part of the container's memory.
                mongod.WithArgs("--wiredTigerCacheSizeGB", "0.25");
            }

            Configure(mongod, lab, wan, setName, member, route);
        }
    }

    private static void Configure<T>(IResourceBuilder<T> resource, Lab lab, Wan wan, string setName, ReplicaSetMember member, WanRouteAnnotation route)
        where T : IResourceWithArgs, IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
        => resource
            .WithAnnotation(new KindAnnotation("member"))
            .WithAnnotation(route)
            .InSite(lab, wan, member.Site)
            .WithEndpoint(port: member.LoopbackPort, scheme: "tcp", name: "mongo", isProxied: false)
            .WithArgs("--replSet", setName, "--port", $"{member.LoopbackPort}", "--bind_ip", lab.IsPublished ? "0.0.0.0" : "127.0.0.1")
            .WithArgs("--dbpath", lab.IsPublished ? ContainerData : lab.Folder.MemberData(member.Name))
            // What a hub that was killed left open stands in the way of the same request's next attempt.
            .WithArgs("--setParameter", "transactionLifetimeLimitSeconds=5")
            .WithTls(lab, member, route.Host)
            .WithHealthCheck(member.Name)
            .WithProcessFaults()
            .WithStepDown(member)
            .WaitFor(wan.Resource);
}
