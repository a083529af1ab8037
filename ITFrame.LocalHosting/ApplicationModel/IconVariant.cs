namespace Aspire.Hosting.ApplicationModel;

/// <summary>The two drawings of a Fluent icon.</summary>
public enum IconVariant
{
    Regular,
    Filled,
}
