namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that computes, as opposed to one that only configures.</summary>
public interface IComputeResource : IResource
{
}
