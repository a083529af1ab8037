namespace ITFrame.Console.Traces;

/// <summary>
/// One line of the waterfall. <see cref="Left"/> and <see cref="Width"/> are parts of the trace's time axis, from 0 to 1 and
/// never outside it.
/// </summary>
public sealed record SpanRow(SpanRecord Span, int Depth, double Left, double Width, bool IsOrphan, bool StartsBeforeParent);
