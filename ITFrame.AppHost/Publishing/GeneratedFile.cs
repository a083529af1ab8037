namespace ITFrame.AppHost.Publishing;

/// <summary>A file that is written.</summary>
/// <param name="Path">Relative to the output folder, with slashes.</param>
/// <param name="Content">Its text, lines ended by LF.</param>
/// <param name="IsExecutable">Whether it is a program.</param>
internal sealed record GeneratedFile(string Path, string Content, bool IsExecutable = false);
