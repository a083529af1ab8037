namespace Aspire.Hosting.ApplicationModel;

/// <summary>The icon that a resource is shown with.</summary>
internal sealed class ResourceIconAnnotation(string iconName, IconVariant iconVariant = IconVariant.Filled) : IResourceAnnotation
{
    public string IconName { get; } = iconName;

    public IconVariant IconVariant { get; } = iconVariant;
}
