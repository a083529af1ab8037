namespace ITFrame.Gateway.Health;

/// <summary>What the lab's console reads the moment of an ejection from: a metric tells of it seconds later.</summary>
internal static partial class EjectionLog
{
    [LoggerMessage(1, LogLevel.Information, "{Destination} of {Cluster} is ejected for {Seconds} s: {Cause}")]
    public static partial void ByRequests(ILogger logger, string destination, string cluster, double seconds, string cause);

    [LoggerMessage(2, LogLevel.Information, "{Destination} of {Cluster} is ejected until a check succeeds: {Cause}")]
    public static partial void ByChecks(ILogger logger, string destination, string cluster, string cause);
}
