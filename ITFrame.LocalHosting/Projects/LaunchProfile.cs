namespace Aspire.Hosting;

/// <summary>One way to launch a project.</summary>
public sealed class LaunchProfile
{
    public string? CommandName { get; set; }

    public string? CommandLineArgs { get; set; }

    public bool? DotnetRunMessages { get; set; }

    public bool? LaunchBrowser { get; set; }

    public string? LaunchUrl { get; set; }

    public string? ApplicationUrl { get; set; }

    public string? ExecutablePath { get; set; }

    public Dictionary<string, string> EnvironmentVariables { get; set; } = [];
}
