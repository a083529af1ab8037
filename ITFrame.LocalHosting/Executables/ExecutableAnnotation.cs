namespace Aspire.Hosting.ApplicationModel;

/// <summary>What an executable runs, and where.</summary>
internal sealed class ExecutableAnnotation : IResourceAnnotation
{
    public required string Command { get; set; }

    public required string WorkingDirectory { get; set; }
}
