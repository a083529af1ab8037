
namespace ITFrame.Console.Logs;

/// <summary>What the list of logs is narrowed to.</summary>
internal sealed record LogFilter(string? Text = null, string? Service = null, LogLevel MinimumLevel = LogLevel.Trace)
{
    public bool Matches(LogEntry entry)
        => entry.Level >= MinimumLevel
            && (string.IsNullOrEmpty(Service) || entry.Source.Service == Service)
            && (string.IsNullOrWhiteSpace(Text) || MatchesText(entry, Text.Trim()));

    private static bool MatchesText(LogEntry entry, string text)
        => entry.Message.Contains(text, StringComparison.OrdinalIgnoreCase)
            || entry.Category.Contains(text, StringComparison.OrdinalIgnoreCase)
            || entry.TraceId?.StartsWith(text, StringComparison.OrdinalIgnoreCase) == true
            || entry.Attributes.Contains(text);
}
