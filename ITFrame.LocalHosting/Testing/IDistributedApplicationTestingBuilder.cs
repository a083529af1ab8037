using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>The builder of an application under test.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    new ConfigurationManager Configuration { get; }

    new string AppHostDirectory { get; }

    new Assembly? AppHostAssembly { get; }

    new IHostEnvironment Environment { get; }

    new IServiceCollection Services { get; }

    new DistributedApplicationExecutionContext ExecutionContext { get; }

    new IDistributedApplicationEventing Eventing { get; }

    new IResourceCollection Resources { get; }

    ConfigurationManager IDistributedApplicationBuilder.Configuration => Configuration;

    string IDistributedApplicationBuilder.AppHostDirectory => AppHostDirectory;

    Assembly? IDistributedApplicationBuilder.AppHostAssembly => AppHostAssembly;

    IHostEnvironment IDistributedApplicationBuilder.Environment => Environment;

    IServiceCollection IDistributedApplicationBuilder.Services => Services;

    DistributedApplicationExecutionContext IDistributedApplicationBuilder.ExecutionContext => ExecutionContext;

    IDistributedApplicationEventing IDistributedApplicationBuilder.Eventing => Eventing;

    IResourceCollection IDistributedApplicationBuilder.Resources => Resources;

    new IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    new IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    IResourceBuilder<T> IDistributedApplicationBuilder.AddResource<T>(T resource) => AddResource(resource);

    IResourceBuilder<T> IDistributedApplicationBuilder.CreateResourceBuilder<T>(T resource) => CreateResourceBuilder(resource);

    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
