namespace ITFrame.Drills.Scenarios;

/// <summary>Something that happened in a run.</summary>
internal sealed record TimelineEvent(TimeSpan At, string Kind, string Text);
