using System.Net;
using ITFrame.Api.Cluster;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class ServiceEndpointsTest : IDisposable
{
    private readonly ApiFactory _api = new();

    public void Dispose() => _api.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetHome_NamesTheServiceAndSite()
    {
        var home = await HttpAssert.JsonAsync(HttpStatusCode.OK, await _api.CreateClient().GetAsync("/", Cancelled));
        Assert.Equal(("ITFrame", "london"), (home.GetProperty("name").GetString(), home.GetProperty("site").GetString()));
    }

    [Fact]
    public async Task GetHealth_WithoutDatabase_IsLiveButNotReady()
    {
        var client = _api.CreateClient();
        Assert.Equal("Healthy", await client.GetStringAsync("/health/live", Cancelled));
        var ready = await client.GetAsync("/health/ready", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("No member of the replica set answers.", await ready.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCluster_Status_HasTheNamesOfTheContract()
    {
        _api.Cluster.Status = new ClusterStatus
        {
            Set = "itframe",
            Term = 3,
            Primary = "a:1",
            Observer = "a:1",
            Members = [new ClusterMember { Host = "a:1", Site = "london", State = "PRIMARY", Health = 1, Self = true, LagSeconds = 0, LastHeartbeat = DateTime.UnixEpoch }],
        };

        var cluster = await HttpAssert.JsonAsync(HttpStatusCode.OK, await _api.CreateClient().GetAsync("/cluster", Cancelled));

        Assert.Equal(["set", "term", "primary", "observer", "members"], cluster.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["host", "site", "state", "health", "self", "lagSeconds", "lastHeartbeat"],
            cluster.GetProperty("members")[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task GetOpenApi_HasTheOperationsOfEveryProduct()
    {
        var document = await HttpAssert.JsonAsync(HttpStatusCode.OK, await _api.CreateClient().GetAsync("/openapi/v1.json", Cancelled));
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Superset(
            new HashSet<string>
            {
                "/", "/authenticate", "/cast/config", "/cast/statistics/{user}/{key}/store-song", "/cluster", "/control/player/settings/{username}",
                "/control/cast/dj/clocks/{username}", "/dj/{user}/{key}/all-clocks", "/health_check", "/internal/apps/get-server", "/nowplaying/{username}/events",
                "/player/{username}", "/tunein/{username}", "/buildinfo/{name}",
            },
            paths.ToHashSet());
    }

    [Fact]
    public async Task GetAnythingElse_IsNotFound()
        => await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, await _api.CreateClient().GetAsync("/nothing/here", Cancelled));
}
