using ITFrame.AppHost.Network;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ITFrame.AppHost.ReplicaSet;

internal static class ReplicaSetExtensions
{
    private const int FirstLoopbackPort = 27117;

    /// <summary>
    /// Adds the replica set of the lab's layout: a member in each region, the first region preferred as primary, and where
    /// their number is even one vote more, at the witness's site or, as in 2016, at the first region's gateway.
    /// </summary>
    public static IResourceBuilder<ReplicaSetResource> AddReplicaSet(this Lab lab, Wan wan)
    {
        var set = lab.Builder.AddResource(new ReplicaSetResource("mongo", setName: "itframe"))
            .WithAnnotation(new KindAnnotation("replica-set"))
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "ReplicaSet", Properties = [], State = KnownResourceStates.Waiting })
            .WithHealthCheck("mongo-primary");
        lab.Builder.Services.AddHealthChecks()
            .Add(new HealthCheckRegistration("mongo-primary", _ => new PrimaryHealthCheck(set.Resource), failureStatus: null, tags: null));

        set.Resource.Password = lab.Certificates is null ? null : lab.MongoPassword.Resource;
        var members = MemberProcess.Choose(lab);
        set.Resource.IsEmbedded = members.IsEmbedded;
        var regions = lab.Options.Regions;
        foreach (var (index, region) in regions.Index())
        {
            // One preference, no ranking: after a failover the set is not moved a second time while the preferred member is away.
            set.AddMember(lab, wan, members, "mongo", region.Site, priority: index == 0 ? 2 : 1);
        }

        if (lab.Options.HasWitness())
        {
            set.AddMember(lab, wan, members, "mongo", lab.Options.Witness, priority: 1);
        }
        else if (lab.Options.NeedsTieBreaker())
        {
            set.AddMember(lab, wan, members, "arbiter", regions[0].Site, priority: 0, isArbiter: true);
        }

        return set.OnInitializeResource((resource, initialize, cancellationToken) => ReplicaSetInitiator.RunAsync(resource, initialize, cancellationToken));
    }

    private static void AddMember(
        this IResourceBuilder<ReplicaSetResource> set, Lab lab, Wan wan, MemberProcess process, string service, string site, int priority, bool isArbiter = false)
    {
        var name = $"{service}-{site}";
        var port = lab.Ports.For(Sites.MongoPort, FirstLoopbackPort + set.Resource.Members.Count);
        var (host, hostPort) = process.Address(service, site, port);
        var member = new ReplicaSetMember(name, site, $"{host}:{hostPort}", port, priority, isArbiter, lab.Certificates);
        set.Resource.Add(member);
        lab.Builder.Services.AddHealthChecks()
            .Add(new HealthCheckRegistration(name, _ => new MemberHealthCheck(member), failureStatus: null, tags: null));
        process.Add(lab, wan, set.Resource.SetName, member, new WanRouteAnnotation(host, hostPort, port));
    }
}
