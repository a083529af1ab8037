using System.Text.Json;
using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Retries;
using ITFrame.Gateway.Telemetry;
using ITFrame.Gateway.Tiers;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

/// <summary>
/// Ejects destinations that do worse than the others of their tier: transport failures or 5xx in a row, or latencies. Each
/// ejection lasts longer than the one before, and no more than a share of a tier is out at once (Envoy: outlier detection).
/// </summary>
internal sealed class OutlierDetector(
    GatewaySettings settings,
    DestinationRecords records,
    IDestinationHealthUpdater health,
    GatewayMetrics metrics,
    TimeProvider clock,
    ILogger<OutlierDetector> logger)
{
    private readonly Lock _gate = new();
    private long _intervalStart = clock.GetTimestamp();

    public void Record(ClusterState cluster, Attempt attempt)
    {
        var options = settings.Current.Health;
        if (Judge(attempt, options) is { } cause)
        {
            Eject(cluster, attempt.Destination, cause, options);
        }

        if (attempt.RetryAfter is { } wait && !attempt.Destination.IsEjected() && OthersAvailable(cluster, attempt.Destination))
        {
            EjectFor(cluster, attempt.Destination, EjectionCause.RetryAfter, wait < options.MaximumEjection ? wait : options.MaximumEjection);
        }

        if (clock.GetElapsedTime(Volatile.Read(ref _intervalStart)) >= options.Interval)
        {
            CompareLatencies(cluster, options);
        }
    }

    /// <summary>Counts what became of the attempt; the cause for an ejection if it was one too many.</summary>
    private EjectionCause? Judge(Attempt attempt, HealthOptions options)
    {
        var record = records.Of(attempt.Destination);
        if (attempt.Failure is { IsTransport: true } failure)
        {
            return record.AddTransportFailure() < options.ConsecutiveTransportFailures ? null
                : failure.Kind == FailureKind.NotSent ? EjectionCause.NoConnection
                : EjectionCause.Transport;
        }

        if (attempt.Latency is not { } latency)
        {
            return null;
        }

        if (attempt.Status is not { } status)
        {
            // Overtaken by its hedge: it would have taken longer still.
            record.AddLatency(latency);
            return null;
        }

        // With a write it is more likely the database that has no primary; reads can go on, and tell whether the destination can.
        if (status == StatusCodes.Status503ServiceUnavailable && attempt.Request is { IsSafe: false })
        {
            return null;
        }

        // 501 and 505 say something of the request.
        var isServerError = status >= 500 && status is not (StatusCodes.Status501NotImplemented or StatusCodes.Status505HttpVersionNotsupported);
        return record.AddAnswer(isServerError, latency) >= options.ConsecutiveServerErrors ? EjectionCause.ServerErrors : null;
    }

    private void Eject(ClusterState cluster, DestinationState destination, EjectionCause cause, HealthOptions options)
    {
        var record = records.Of(destination);
        TimeSpan duration;
        lock (_gate)
        {
            if (destination.IsEjected() || !MayEject(cluster, destination, cause, options))
            {
                return;
            }

            var ago = record.Ejections == 0 ? TimeSpan.Zero : clock.GetElapsedTime(record.EjectedUntil);
            record.Ejections = Math.Max(0, record.Ejections - (int)Math.Min(int.MaxValue, Math.Max(0, ago / options.Interval))) + 1;
            var first = cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? options.BaseEjection;
            // A cluster may say more than the maximum.
            var longest = first > options.MaximumEjection ? first : options.MaximumEjection;
            duration = first * record.Ejections < longest ? first * record.Ejections : longest;
        }

        EjectFor(cluster, destination, cause, duration);
    }

    private void EjectFor(ClusterState cluster, DestinationState destination, EjectionCause cause, TimeSpan duration)
    {
        records.Of(destination).EjectedUntil = clock.GetTimestamp() + (long)(duration.TotalSeconds * clock.TimestampFrequency);
        health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, duration);
        metrics.Ejected(destination, cause);
        EjectionLog.ByRequests(logger, destination.DestinationId, cluster.ClusterId, Math.Round(duration.TotalSeconds, 1), JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString()));
    }

    private bool MayEject(ClusterState cluster, DestinationState destination, EjectionCause cause, HealthOptions options)
    {
        if (cause == EjectionCause.NoConnection)
        {
            return true;
        }

        var tier = TierOf(cluster, destination);
        var ejected = tier.Count(DestinationHealthExtensions.IsEjected);
        if (ejected > 0 && ejected + 1 > tier.Count * options.MaximumEjectedShare)
        {
            return false;
        }

        // Where all fail alike, as with a database without a primary, it is not the destination.
        return cause != EjectionCause.ServerErrors
            || tier.Exists(other => other != destination && other.IsAvailable() && records.Of(other).ServerErrors == 0);
    }

    private void CompareLatencies(ClusterState cluster, HealthOptions options)
    {
        lock (_gate)
        {
            if (clock.GetElapsedTime(_intervalStart) < options.Interval)
            {
                return;
            }

            Volatile.Write(ref _intervalStart, clock.GetTimestamp());
        }

        var destinations = cluster.DestinationsState.AllDestinations;
        var slow = destinations.Where(destination => IsSlow(TierOf(cluster, destination), destination, options)).ToList();
        foreach (var destination in destinations)
        {
            records.Of(destination).StartInterval();
        }

        foreach (var destination in slow)
        {
            Eject(cluster, destination, EjectionCause.Latency, options);
        }
    }

    private bool IsSlow(List<DestinationState> tier, DestinationState destination, HealthOptions options)
    {
        var mean = records.Of(destination).MeanLatency;
        var others = tier.Where(other => other != destination && IsMeasured(other)).Select(other => records.Of(other).MeanLatency).ToList();
        return IsMeasured(destination) && others.Count > 0 && mean > options.LatencyFloor
            && mean > options.LatencyFactor * TimeSpan.FromTicks((long)others.Average(other => other.Ticks));

        bool IsMeasured(DestinationState measured) => records.Of(measured).Answers >= options.LatencyMinimumRequests;
    }

    private static bool OthersAvailable(ClusterState cluster, DestinationState destination)
        => TierOf(cluster, destination).Exists(other => other != destination && other.IsAvailable());

    private static List<DestinationState> TierOf(ClusterState cluster, DestinationState destination)
    {
        var tier = DestinationTier.Of(destination);
        return [.. cluster.DestinationsState.AllDestinations.Where(other => DestinationTier.Of(other) == tier)];
    }
}
