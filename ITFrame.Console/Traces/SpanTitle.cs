using System.Globalization;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Traces;

/// <summary>The line that a person reads for a span: more telling than its name, which must have few distinct values.</summary>
internal static class SpanTitle
{
    private const int MaxReason = 80;

    public static string Of(SpanRecord span)
    {
        if (span.Attempt is { } attempt)
        {
            var destination = span.Attributes[AttributeNames.Destination] ?? span.Name;
            var title = string.Create(CultureInfo.InvariantCulture, $"attempt {attempt} · {destination}");
            return span.IsError ? $"{title} · {FailureReason(span) ?? "failed"}" : title;
        }

        if (span.Attributes.First(AttributeNames.DatabaseSystem, AttributeNames.DatabaseSystemFormer) is { } system)
        {
            return $"{system} · {span.Name}";
        }

        // A route's template says which kind of request it was; the path and the host say which one.
        return span.Attributes[AttributeNames.HttpMethod] is { } method
            && (span.Kind == SpanKind.Server ? span.Attributes[AttributeNames.UrlPath] : span.Attributes[AttributeNames.ServerAddress]) is { } target
                ? $"{method} {target}"
                : span.Name;
    }

    /// <summary>Why a span failed, in few words; null where it does not say.</summary>
    public static string? FailureReason(SpanRecord span)
    {
        var exception = span.Events.LastOrDefault(item => item.Name == "exception")?.Attributes;
        var reason = FirstText(span.StatusMessage, exception?[AttributeNames.ExceptionMessage], span.Attributes[AttributeNames.ErrorType], exception?[AttributeNames.ExceptionType]);
        if (reason is null)
        {
            return span.Attributes[AttributeNames.HttpStatus] is { } status ? $"status {status}" : null;
        }

        // Runtimes spell these in many ways, often with the address in between.
        return reason.Contains("refused", StringComparison.OrdinalIgnoreCase) ? "connection refused"
            : reason.Contains("timed out", StringComparison.OrdinalIgnoreCase) || reason.Contains("timeout", StringComparison.OrdinalIgnoreCase) ? "timed out"
            : reason.Contains("reset by peer", StringComparison.OrdinalIgnoreCase) ? "connection reset"
            // Through a SOCKS router the runtime tells no more than this, also of a refused connection.
            : reason.Contains("SOCKS server failed to connect", StringComparison.OrdinalIgnoreCase) ? "connection failed"
            : Shorten(reason);
    }

    private static string? FirstText(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }

        return null;
    }

    private static string Shorten(string text)
    {
        var line = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length);
        return line.Length <= MaxReason ? line.ToString() : $"{line[..MaxReason]}…";
    }
}
