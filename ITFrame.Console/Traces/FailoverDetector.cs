namespace ITFrame.Console.Traces;

/// <summary>
/// Decides whether a trace shows a failover: the gateway says so (<c>itframe.failover</c>), or an attempt failed and a later
/// one by the same caller followed it.
/// </summary>
internal static class FailoverDetector
{
    public static bool IsFailover(IReadOnlyCollection<SpanRecord> spans)
    {
        Dictionary<string, int>? firstFailed = null;
        foreach (var span in spans)
        {
            if (span.IsMarkedFailover)
            {
                return true;
            }

            if (span.IsError && span.Attempt is { } attempt)
            {
                firstFailed ??= new Dictionary<string, int>(StringComparer.Ordinal);
                var caller = span.ParentSpanId ?? "";
                firstFailed[caller] = firstFailed.TryGetValue(caller, out var other) ? Math.Min(attempt, other) : attempt;
            }
        }

        return firstFailed is not null
            && spans.Any(span => span.Attempt is { } attempt && firstFailed.TryGetValue(span.ParentSpanId ?? "", out var failed) && attempt > failed);
    }
}
