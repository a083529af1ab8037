namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line of a resource's console log; the content starts with the time it was written.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
