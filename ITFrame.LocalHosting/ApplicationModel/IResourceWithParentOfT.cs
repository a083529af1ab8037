namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that lives and dies with its parent, whose type is known.</summary>
public interface IResourceWithParent<out T> : IResourceWithParent
    where T : IResource
{
    new T Parent { get; }

    IResource IResourceWithParent.Parent => Parent;
}
