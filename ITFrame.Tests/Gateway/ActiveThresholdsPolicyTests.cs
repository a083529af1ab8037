using System.Net;
using ITFrame.Gateway.Health;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

public sealed class ActiveThresholdsPolicyTests : IDisposable
{
    private readonly DestinationState _destination = TestDestinations.Create("a");
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    /// <summary>"." a success, "x" no answer, "5" the status 500, "u" the status 503; then the health after each.</summary>
    [Theory]
    [InlineData(2, 1, ".", "H")]
    [InlineData(2, 1, "x", "?")]
    [InlineData(2, 1, "xx", "?U")]
    [InlineData(2, 1, "5x", "?U")]
    [InlineData(2, 1, "u", "U")]
    [InlineData(2, 1, ".xx.", "HHUH")]
    [InlineData(2, 1, ".x.x.", "HHHHH")]
    [InlineData(3, 2, ".xxx.x..", "HHHUUUUH")]
    [InlineData(2, 3, ".u...", "HUUUH")]
    public void Probes_InARow_DecideByThresholds(int unhealthy, int healthy, string probes, string expected)
    {
        var updater = new ApplyingUpdater();
        var policy = new ActiveThresholdsPolicy(updater, NullLogger<ActiveThresholdsPolicy>.Instance);
        var cluster = new ClusterState("c", new ClusterModel(
            new ClusterConfig
            {
                ClusterId = "c",
                Metadata = new Dictionary<string, string> { ["UnhealthyThreshold"] = $"{unhealthy}", ["HealthyThreshold"] = $"{healthy}" },
            },
            _client));

        var seen = probes.Select(probe =>
        {
            policy.ProbingCompleted(cluster, [Result(probe)]);
            return _destination.Health.Active switch
            {
                DestinationHealth.Healthy => 'H',
                DestinationHealth.Unhealthy => 'U',
                _ => '?',
            };
        });

        Assert.Equal(expected, string.Concat(seen));
    }

    [Fact]
    public void Return_HasBeenEjected_IsForgiven()
    {
        var policy = new ActiveThresholdsPolicy(new ApplyingUpdater(), NullLogger<ActiveThresholdsPolicy>.Instance);
        var cluster = new ClusterState("c", new ClusterModel(new ClusterConfig { ClusterId = "c" }, _client));
        policy.ProbingCompleted(cluster, [Result('u')]);
        _destination.Health.Passive = DestinationHealth.Unhealthy;

        policy.ProbingCompleted(cluster, [Result('.')]);

        Assert.True(_destination.IsAvailable());
    }

    [Fact]
    public void Success_WhileEjected_DoesNotForgive()
    {
        var policy = new ActiveThresholdsPolicy(new ApplyingUpdater(), NullLogger<ActiveThresholdsPolicy>.Instance);
        var cluster = new ClusterState("c", new ClusterModel(new ClusterConfig { ClusterId = "c" }, _client));
        policy.ProbingCompleted(cluster, [Result('.')]);
        _destination.Health.Passive = DestinationHealth.Unhealthy;

        policy.ProbingCompleted(cluster, [Result('.')]);

        Assert.False(_destination.IsAvailable());
    }

    public void Dispose() => _client.Dispose();

    private DestinationProbingResult Result(char probe) => new(
        _destination,
        probe == 'x' ? null : new HttpResponseMessage(probe switch
        {
            '.' => HttpStatusCode.OK,
            'u' => HttpStatusCode.ServiceUnavailable,
            _ => HttpStatusCode.InternalServerError,
        }),
        probe == 'x' ? new HttpRequestException("no answer") : null);

    private sealed class ApplyingUpdater : IDestinationHealthUpdater
    {
        public void SetActive(ClusterState cluster, IEnumerable<NewActiveDestinationHealth> newHealthStates)
        {
            foreach (var state in newHealthStates)
            {
                state.Destination.Health.Active = state.NewActiveHealth;
            }
        }

        public void SetPassive(ClusterState cluster, DestinationState destination, DestinationHealth newHealth, TimeSpan reactivationPeriod)
            => destination.Health.Passive = newHealth;
    }
}
