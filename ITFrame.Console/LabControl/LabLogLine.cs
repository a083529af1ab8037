namespace ITFrame.Console.LabControl;

/// <summary>One line of a resource's console output.</summary>
internal sealed record LabLogLine(int Line, string Text, bool IsError);
