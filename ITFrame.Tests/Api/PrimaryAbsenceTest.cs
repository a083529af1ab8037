using System.Net;
using ITFrame.ServiceDefaults.Mongo;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Servers;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class PrimaryAbsenceTest
{
    [Fact]
    public void Duration_CountsFromTheLossOfThePrimary_AndEndsWithTheNext()
    {
        var time = new FakeTimeProvider();
        var absence = new PrimaryAbsence(time);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), absence.Duration);

        absence.Observe(Cluster(ServerType.ReplicaSetSecondary, ServerType.ReplicaSetPrimary));
        Assert.Null(absence.Duration);

        time.Advance(TimeSpan.FromHours(1));
        absence.Observe(Cluster(ServerType.ReplicaSetSecondary, ServerType.ReplicaSetSecondary));
        time.Advance(TimeSpan.FromSeconds(2));
        absence.Observe(Cluster(ServerType.ReplicaSetSecondary));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(4), absence.Duration);
    }

    private static ClusterDescription Cluster(params ServerType[] types)
    {
        var id = new ClusterId();
        var servers = types.Select((type, index) =>
        {
            var address = new DnsEndPoint("localhost", index + 1);
            return new ServerDescription(new ServerId(id, address), address, state: ServerState.Connected, type: type);
        });
        return new ClusterDescription(id, directConnection: false, null, ClusterType.ReplicaSet, servers);
    }
}
