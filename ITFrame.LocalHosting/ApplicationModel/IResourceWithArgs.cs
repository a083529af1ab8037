namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource whose process gets command-line arguments.</summary>
public interface IResourceWithArgs : IResource
{
}
