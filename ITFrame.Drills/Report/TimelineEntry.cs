namespace ITFrame.Drills.Report;

/// <summary>Something that happened in a run.</summary>
internal sealed record TimelineEntry(double AtSeconds, string Kind, string Text);
