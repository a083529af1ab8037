namespace Aspire.Hosting;

/// <summary>How an application's builder is set up.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly, when it is not the one that the process started with.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The AppHost's project directory, when it is not the one recorded in its assembly.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Without a dashboard nobody can restart what failed, so those who wait for it fail too.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Writes the resources' console logs into the AppHost's log as well.</summary>
    public bool EnableResourceLogging { get; set; }

    public bool AllowUnsecuredTransport { get; set; }
}
