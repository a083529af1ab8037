namespace Aspire.Hosting.ApplicationModel;

/// <summary>What to do when a resource that is waited for fails.</summary>
public enum WaitBehavior
{
    WaitOnResourceUnavailable,
    StopOnResourceUnavailable,
}
