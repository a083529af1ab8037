namespace ITFrame.Console.Drills;

/// <summary>Something that happened in a drill.</summary>
/// <param name="At">Seconds since its start.</param>
/// <param name="Kind">fault, detect, divert, elect, recover, raise or check.</param>
/// <param name="Text">What.</param>
public sealed record DrillEvent(double At, string Kind, string Text);
