namespace ITFrame.Gateway.AccessLog;

/// <summary>A line for each request, as structured log records of category <c>ITFrame.Gateway.AccessLog</c>.</summary>
internal sealed record AccessLogOptions
{
    /// <summary>Default true. Where spans are collected they say the same and more.</summary>
    public bool Enabled { get; init; } = true;
}
