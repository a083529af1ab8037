using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;

namespace ITFrame.Console.Traffic;

/// <summary>Reads from a span which way a request went.</summary>
internal static class SpanTraffic
{
    /// <summary>Gateways are named so by the lab, and no other service is.</summary>
    private const string GatewayPrefix = "gateway-";

    /// <summary>The host name of the listener that other gateways use, which clients cannot reach.</summary>
    private const string PeerPrefix = "peer.";

    /// <summary>Who asked whom; null for a span that stands for no request between two parts.</summary>
    public static (string From, string To)? EdgeOf(SpanRecord span)
    {
        if (span.Attributes[AttributeNames.Attempt] is not null)
        {
            return span.Attributes[AttributeNames.Destination] is { } destination ? (span.Source.Service, destination) : null;
        }

        if (span.Kind == SpanKind.Client)
        {
            return span.Attributes.First(AttributeNames.DatabaseSystem, AttributeNames.DatabaseSystemFormer) is not null
                && span.Attributes[AttributeNames.ServerAddress] is { } host
                    ? (span.Source.Service, $"{host}:{span.Attributes[AttributeNames.ServerPort]}")
                    : null;
        }

        return IsFromClient(span) ? (TrafficStore.Clients, span.Source.Service) : null;
    }

    /// <summary>Whether the span is a gateway's answer to a client.</summary>
    public static bool IsFromClient(SpanRecord span)
        => span.Kind == SpanKind.Server
            && span.Source.Service.StartsWith(GatewayPrefix, StringComparison.Ordinal)
            && span.Attributes[AttributeNames.ServerAddress]?.StartsWith(PeerPrefix, StringComparison.Ordinal) != true;

    public static bool IsFailed(SpanRecord span)
        => span.IsError || (span.Kind == SpanKind.Server && span.Attributes[AttributeNames.HttpStatus] is ['5', _, _]);
}
