using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Hedging;
using ITFrame.Gateway.Telemetry;

namespace ITFrame.Gateway.Retries;

/// <summary>What the attempts of every request share.</summary>
internal sealed record RetryServices(
    GatewaySettings Settings, RetryBudget Budget, RouteLatencies Latencies, GatewayMetrics Metrics, TimeProvider Clock, Random Random);
