namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether a command can be used now.</summary>
public enum ResourceCommandState
{
    Enabled,
    Disabled,
    Hidden,
}
