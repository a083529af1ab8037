namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource waits for in another.</summary>
public enum WaitType
{
    WaitUntilHealthy,
    WaitForCompletion,
    WaitUntilStarted,
}
