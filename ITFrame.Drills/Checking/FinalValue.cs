namespace ITFrame.Drills.Checking;

/// <summary>What a station's configuration was at the end.</summary>
internal sealed record FinalValue(string? Value, long Revision);
