namespace Aspire.Hosting.ApplicationModel;

/// <summary>An environment variable of a resource's process.</summary>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);
