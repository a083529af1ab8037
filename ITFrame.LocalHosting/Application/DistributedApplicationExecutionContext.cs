namespace Aspire.Hosting;

/// <summary>Whether the application runs or is published.</summary>
public class DistributedApplicationExecutionContext
{
    private IServiceProvider? _services;

    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
        : this(operation, operation == DistributedApplicationOperation.Publish ? "manifest" : string.Empty)
    {
    }

    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
    {
        Operation = operation;
        PublisherName = publisherName;
    }

    public string PublisherName { get; set; }

    public DistributedApplicationOperation Operation { get; }

    public IServiceProvider ServiceProvider => _services ?? throw new InvalidOperationException("The services are there once the application has been built.");

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    internal void SetServices(IServiceProvider services) => _services = services;
}
