namespace ITFrame.Drills.Lab;

/// <summary>The station that the hub seeds for trying things out.</summary>
internal sealed record LabDemo(string Username, string Key);
