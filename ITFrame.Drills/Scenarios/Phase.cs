namespace ITFrame.Drills.Scenarios;

/// <summary>A part of a run, relative to its fault.</summary>
internal enum Phase
{
    Before,
    During,
    After,
}
