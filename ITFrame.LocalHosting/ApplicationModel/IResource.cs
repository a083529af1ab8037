namespace Aspire.Hosting.ApplicationModel;

/// <summary>A named part of the application: a project, an executable, a parameter, or anything an AppHost defines.</summary>
public interface IResource
{
    string Name { get; }

    ResourceAnnotationCollection Annotations { get; }
}
