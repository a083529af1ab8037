namespace Aspire.Hosting.ApplicationModel;

/// <summary>Base of resources: a valid name and a list of annotations.</summary>
public abstract class Resource : IResource
{
    protected Resource(string name)
    {
        ModelName.Validate("resource", name);
        Name = name;
    }

    public virtual string Name { get; }

    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
