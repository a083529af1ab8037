namespace ITFrame.Console.Traces;

/// <summary>Lays a trace out as a waterfall: parents above their children, children in order of their start.</summary>
internal static class TraceTree
{
    /// <summary>Clocks of two machines are never quite the same; a difference below this says nothing.</summary>
    private const long SkewNanoseconds = 1_000_000;

    public static IReadOnlyList<SpanRow> Build(TraceSnapshot trace)
    {
        var byId = trace.Spans.ToDictionary(span => span.SpanId, StringComparer.Ordinal);
        // The spans are in order of their start, and so are therefore the children of each.
        var children = trace.Spans
            .Where(span => span.ParentSpanId is not null)
            .ToLookup(span => span.ParentSpanId!, StringComparer.Ordinal);

        var rows = new List<SpanRow>(byId.Count);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var span in trace.Spans)
        {
            if (span.ParentSpanId is null || !byId.ContainsKey(span.ParentSpanId))
            {
                Place(span);
            }
        }

        // Whatever is left hangs together in a loop of parents. No correct sender does that, but it must still be shown.
        foreach (var span in trace.Spans)
        {
            Place(span);
        }

        return rows;

        // With a stack of its own: how deep a trace is, is up to the sender.
        void Place(SpanRecord root)
        {
            var pending = new Stack<(SpanRecord Span, int Depth)>();
            pending.Push((root, 0));
            while (pending.TryPop(out var item))
            {
                if (!placed.Add(item.Span.SpanId))
                {
                    continue;
                }

                rows.Add(Row(item.Span, item.Depth));
                foreach (var child in Ordered(children[item.Span.SpanId]).Reverse())
                {
                    pending.Push((child, item.Depth + 1));
                }
            }
        }

        SpanRow Row(SpanRecord span, int depth)
        {
            var parent = span.ParentSpanId is { } id ? byId.GetValueOrDefault(id) : null;
            var axis = (double)Math.Max(1, trace.EndNanoseconds - trace.StartNanoseconds);
            return new SpanRow(
                span,
                depth,
                Left: (span.StartNanoseconds - trace.StartNanoseconds) / axis,
                Width: (span.EndNanoseconds - span.StartNanoseconds) / axis,
                IsOrphan: span.ParentSpanId is not null && parent is null,
                StartsBeforeParent: parent is not null && parent.StartNanoseconds - span.StartNanoseconds > SkewNanoseconds);
        }
    }

    // Attempts are made one after another, whatever a coarse clock says of two that began in the same instant.
    private static IEnumerable<SpanRecord> Ordered(IEnumerable<SpanRecord> spans)
        => spans.OrderBy(span => span.StartNanoseconds).ThenBy(span => span.Attempt ?? 0);
}
