using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using ITFrame.Gateway.Health;
using ITFrame.Gateway.Retries;
using ITFrame.Gateway.Tiers;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Telemetry;

/// <summary>The counts of what the gateway does about failures. Documented in the project's README.</summary>
internal sealed class GatewayMetrics
{
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _failovers;
    private readonly Counter<long> _hedges;
    private readonly Counter<long> _ejections;
    private readonly Counter<long> _exhausted;

    public GatewayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AttemptTelemetry.Name);
        _attempts = meter.CreateCounter<long>("itframe.gateway.attempts", "{attempt}", "Attempts to forward a request.");
        _failovers = meter.CreateCounter<long>("itframe.gateway.failovers", "{attempt}", "Attempts that followed a failed one.");
        _hedges = meter.CreateCounter<long>("itframe.gateway.hedges", "{attempt}", "Attempts beside one that was slow, by whether they came first.");
        _ejections = meter.CreateCounter<long>("itframe.gateway.ejections", "{ejection}", "Destinations taken out because of requests that they failed.");
        _exhausted = meter.CreateCounter<long>("itframe.gateway.retry_budget.exhausted", "{attempt}", "Retries and hedges that the budget did not allow.");
    }

    public void Attempted(Attempt attempt, string? error)
    {
        if (!_attempts.Enabled && !_failovers.Enabled)
        {
            return;
        }

        var tags = new TagList
        {
            { "itframe.destination", attempt.Destination.DestinationId },
            { "itframe.tier", attempt.Tier },
        };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        _attempts.Add(1, tags);
        if (attempt.IsFailover)
        {
            _failovers.Add(1, tags);
        }
    }

    /// <summary>A hedge has ended.</summary>
    public void Hedged(bool won) => _hedges.Add(1, new KeyValuePair<string, object?>("itframe.hedge.won", won));

    public void Ejected(DestinationState destination, EjectionCause cause)
        => _ejections.Add(1, new TagList
        {
            { "itframe.destination", destination.DestinationId },
            { "itframe.tier", DestinationTier.Of(destination) },
            { "itframe.cause", JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString()) },
        });

    public void BudgetExhausted() => _exhausted.Add(1);
}
