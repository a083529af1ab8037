namespace ITFrame.ServiceDefaults.Health;

/// <summary>The paths at which every service answers for its health.</summary>
public static class HealthPaths
{
    /// <summary>The process runs and answers.</summary>
    public const string Live = "/health/live";

    /// <summary>The service can do its work; gateways send it traffic only then.</summary>
    public const string Ready = "/health/ready";
}
