namespace ITFrame.Console.LabControl;

public sealed record LabUrl(string? Name, string Url);
