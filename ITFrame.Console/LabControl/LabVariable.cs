namespace ITFrame.Console.LabControl;

/// <summary>A variable of a process's environment. A secret's value stays with lab control: it is null here.</summary>
internal sealed record LabVariable(string Name, string? Value, bool IsSecret);
