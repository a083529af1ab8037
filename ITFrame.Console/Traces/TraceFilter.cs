using System.Globalization;

namespace ITFrame.Console.Traces;

/// <summary>What the list of traces is narrowed to; nothing set lets everything through.</summary>
internal sealed record TraceFilter(string? Text = null, string? Service = null, bool ErrorsOnly = false, bool FailoversOnly = false)
{
    /// <summary>Requests that took at least this long, in milliseconds.</summary>
    public int? MinimumMilliseconds { get; init; }

    /// <summary>Begun at this time or later, in milliseconds since 1970.</summary>
    public long? From { get; init; }

    /// <summary>Begun at this time or earlier, in milliseconds since 1970.</summary>
    public long? To { get; init; }

    public bool IsEmpty => this == new TraceFilter() || (string.IsNullOrWhiteSpace(Text) && this with { Text = null } == new TraceFilter());

    /// <summary>The filter as a page's query; empty without one.</summary>
    public string Query => QueryString.Create(new Dictionary<string, string?>
    {
        ["q"] = Text,
        ["service"] = Service,
        ["errors"] = ErrorsOnly ? "true" : null,
        ["failovers"] = FailoversOnly ? "true" : null,
        ["min"] = MinimumMilliseconds?.ToString(CultureInfo.InvariantCulture),
        ["from"] = From?.ToString(CultureInfo.InvariantCulture),
        ["to"] = To?.ToString(CultureInfo.InvariantCulture),
    }.Where(item => !string.IsNullOrEmpty(item.Value))).Value ?? "";

    public bool Matches(TraceSnapshot trace)
        => (!ErrorsOnly || trace.Errors > 0)
            && (!FailoversOnly || trace.HasFailover)
            && (MinimumMilliseconds is not { } minimum || trace.Duration.TotalMilliseconds >= minimum)
            && (From is not { } from || trace.StartNanoseconds / 1_000_000 >= from)
            && (To is not { } to || trace.StartNanoseconds / 1_000_000 <= to)
            && (string.IsNullOrEmpty(Service) || trace.Services.Any(service => service.Name == Service))
            && (string.IsNullOrWhiteSpace(Text) || MatchesText(trace, Text.Trim()));

    private static bool MatchesText(TraceSnapshot trace, string text)
        => trace.TraceId.StartsWith(text, StringComparison.OrdinalIgnoreCase)
            || trace.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || trace.Spans.Any(span => span.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                || span.Source.Service.Contains(text, StringComparison.OrdinalIgnoreCase)
                || span.StatusMessage?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
                || span.Attributes.Contains(text));
}
