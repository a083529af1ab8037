namespace ITFrame.Console.Traces;

/// <summary>What the list of traces is narrowed to; nothing set lets everything through.</summary>
internal sealed record TraceFilter(string? Text = null, string? Service = null, bool ErrorsOnly = false, bool FailoversOnly = false)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && string.IsNullOrEmpty(Service) && !ErrorsOnly && !FailoversOnly;

    public bool Matches(TraceSnapshot trace)
        => (!ErrorsOnly || trace.Errors > 0)
            && (!FailoversOnly || trace.HasFailover)
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
