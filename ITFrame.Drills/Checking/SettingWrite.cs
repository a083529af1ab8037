namespace ITFrame.Drills.Checking;

/// <summary>A value that was written to a station's settings. A station has one writer, so its writes are in order.</summary>
internal sealed record SettingWrite(int Sequence, string Value, WriteOutcome Outcome);
