namespace ITFrame.Drills.Scenarios;

/// <summary>From a moment on another member was seen as primary, or none.</summary>
internal sealed record PrimaryChange(TimeSpan At, Primary? Primary);
