namespace Aspire.Hosting;

/// <summary>What is taken from a project's own settings.</summary>
public class ProjectResourceOptions
{
    public string? LaunchProfileName { get; set; }

    public bool ExcludeLaunchProfile { get; set; }

    public bool ExcludeKestrelEndpoints { get; set; }
}
