namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps a resource from starting with the application; the start command starts it.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation
{
}
