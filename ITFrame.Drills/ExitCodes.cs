namespace ITFrame.Drills;

/// <summary>The verdict, as the process ends with it.</summary>
internal static class ExitCodes
{
    public const int Passed = 0;

    public const int Failed = 1;

    /// <summary>No lab, or bad arguments: nothing is proved either way.</summary>
    public const int CouldNotRun = 2;

    /// <summary>Ctrl+C, as shells number it.</summary>
    public const int Interrupted = 130;
}
