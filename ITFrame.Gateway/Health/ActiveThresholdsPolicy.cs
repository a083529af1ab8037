using System.Net;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

/// <summary>
/// Judges active checks by results in a row: so many failures make a destination unhealthy, so many successes healthy again
/// (HAProxy: <c>fall</c> and <c>rise</c>). A destination that answers 503 says itself that it is not ready, and is believed
/// at once.
/// </summary>
internal sealed class ActiveThresholdsPolicy(IDestinationHealthUpdater health, ILogger<ActiveThresholdsPolicy> logger) : IActiveHealthCheckPolicy
{
    public const string PolicyName = "Thresholds";

    /// <summary>Cluster metadata: failures in a row, 1 and up. Default 2.</summary>
    public const string UnhealthyMetadata = "UnhealthyThreshold";

    /// <summary>Cluster metadata: successes in a row, 1 and up. Default 1: the slow start is careful enough.</summary>
    public const string HealthyMetadata = "HealthyThreshold";

    private readonly ConditionalWeakTable<DestinationState, Streak> _streaks = [];

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults)
    {
        var failures = Threshold(cluster, UnhealthyMetadata, 2);
        var successes = Threshold(cluster, HealthyMetadata, 1);
        var results = new List<NewActiveDestinationHealth>(probingResults.Count);
        foreach (var result in probingResults)
        {
            var before = result.Destination.Health.Active;
            var after = _streaks.GetOrCreateValue(result.Destination).Add(result, before, failures, successes);
            results.Add(new NewActiveDestinationHealth(result.Destination, after));

            // What requests have suspected is over once a check has seen it return.
            if (before == DestinationHealth.Unhealthy && after == DestinationHealth.Healthy)
            {
                health.SetPassive(cluster, result.Destination, DestinationHealth.Healthy, TimeSpan.Zero);
            }

            // One that has not been seen healthy yet was never in.
            if (before == DestinationHealth.Healthy && after == DestinationHealth.Unhealthy)
            {
                EjectionLog.ByChecks(logger, result.Destination.DestinationId, cluster.ClusterId, "checks");
            }
        }

        health.SetActive(cluster, results);
    }

    /// <summary>The threshold as configured, which was checked when the configuration was read.</summary>
    private static int Threshold(ClusterState cluster, string name, int fallback)
        => cluster.Model.Config.Metadata?.TryGetValue(name, out var value) == true ? ThresholdMetadata.Parse(value) ?? fallback : fallback;

    private sealed class Streak
    {
        private int _successes;
        private int _failures;

        public DestinationHealth Add(DestinationProbingResult result, DestinationHealth before, int failures, int successes)
        {
            if (result.Response?.IsSuccessStatusCode == true)
            {
                _failures = 0;
                // The first check of all decides alone: nobody waits for a second one to start.
                return ++_successes >= successes || before == DestinationHealth.Unknown ? DestinationHealth.Healthy : before;
            }

            _successes = 0;
            return ++_failures >= failures || result.Response?.StatusCode == HttpStatusCode.ServiceUnavailable ? DestinationHealth.Unhealthy : before;
        }
    }
}
