using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Health;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting;

/// <summary>Describes an application on top of the generic host.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private static readonly Dictionary<string, string> CommandLineSwitches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
    };

    private readonly HostApplicationBuilder _host;
    private readonly EntryPointInterceptor? _interceptor;

    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
        : this(options, EntryPointInterceptor.Current)
    {
    }

    internal DistributedApplicationBuilder(DistributedApplicationOptions options, IBuilderInterceptor? interceptor)
    {
        ArgumentNullException.ThrowIfNull(options);

        _interceptor = interceptor as EntryPointInterceptor;
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        interceptor?.Configure(options, settings);

        AppHostAssembly = options.AssemblyName is { Length: > 0 } assemblyName ? Assembly.Load(assemblyName) : Assembly.GetEntryAssembly();
        var projectDirectory = options.ProjectDirectory ?? AppHostMetadata.ProjectDirectory(AppHostAssembly);
        if (settings.ContentRootPath is null && Directory.Exists(projectDirectory))
        {
            settings.ContentRootPath = projectDirectory;
        }

        _host = new HostApplicationBuilder(settings);
        _host.Configuration.AddCommandLine(options.Args ?? [], CommandLineSwitches);
        AppHostDirectory = projectDirectory ?? _host.Environment.ContentRootPath;
        _host.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["AppHost:Directory"] = AppHostDirectory });

        ExecutionContext = new DistributedApplicationExecutionContext(ReadOperation(_host.Configuration));
        AddServices(options);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (Resources.Any(existing => string.Equals(existing.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"A resource named '{resource.Name}' has been added already. Names are compared without regard to case.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build()
    {
        _interceptor?.OnBuilding(this);

        var duplicate = Resources.GroupBy(resource => resource.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (duplicate is not null)
        {
            throw new DistributedApplicationException($"There are {duplicate.Count()} resources named '{duplicate.Key}'. Names are compared without regard to case.");
        }

        foreach (var resource in Resources.Where(resource => resource.IsProcess()))
        {
            LifecycleCommands.Add(resource);
        }

        var application = new DistributedApplication(_host.Build(), _interceptor);
        ExecutionContext.SetServices(application.Services);
        _interceptor?.OnBuilt(application);
        return application;
    }

    private static DistributedApplicationOperation ReadOperation(ConfigurationManager configuration)
    {
        var operation = configuration["AppHost:Operation"];
        if (string.IsNullOrEmpty(operation))
        {
            return string.IsNullOrEmpty(configuration["Publishing:Publisher"]) ? DistributedApplicationOperation.Run : DistributedApplicationOperation.Publish;
        }

        return Enum.TryParse<DistributedApplicationOperation>(operation, ignoreCase: true, out var parsed)
            ? parsed
            : throw new DistributedApplicationException($"The operation '{operation}' is not known; it is 'run' or 'publish'.");
    }

    private void AddServices(DistributedApplicationOptions options)
    {
        // The application's own lines are about resources; the host's would only repeat them.
        _host.Logging.AddConsoleFormatter<ResourceConsoleFormatter, ConsoleFormatterOptions>();
        _host.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= ResourceConsoleFormatter.FormatterName);
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // A failed start is told by whoever started, in words; the host would add a stack trace.
        _host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        _host.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddConfiguration(_host.Configuration.GetSection("Logging"));

        _host.Services.AddHttpClient();
        _host.Services.AddHealthChecks();
        _host.Services.AddSingleton(options);
        _host.Services.AddSingleton(ExecutionContext);
        _host.Services.AddSingleton(Eventing);
        _host.Services.AddSingleton(new DistributedApplicationModel(Resources));
        _host.Services.TryAddSingleton(TimeProvider.System);
        _host.Services.AddSingleton(services => new ResourceLoggerService { TimeProvider = services.GetRequiredService<TimeProvider>() });
        _host.Services.AddSingleton<ResourceNotificationService>();
        _host.Services.AddSingleton(services => new ResourceCommandService(
            services.GetRequiredService<ResourceNotificationService>(),
            services.GetRequiredService<ResourceLoggerService>(),
            services));
        _host.Services.AddSingleton<ResourceUrls>();
        _host.Services.AddSingleton<EndpointAllocator>();
        _host.Services.AddSingleton<ExecutionConfiguration>();
        _host.Services.AddSingleton<ProcessSupervisor>();
        _host.Services.AddSingleton<LaunchPlanner>();
        _host.Services.AddSingleton(new AppHostMetadata(AppHostAssembly));
        _host.Services.AddSingleton<Orchestrator>();
        _host.Services.Configure<HostOptions>(hostOptions => hostOptions.ShutdownTimeout = TimeSpan.FromSeconds(10));

        if (ExecutionContext.IsRunMode)
        {
            _host.Services.AddHostedService<ResourceHealthService>();
            _host.Services.AddHostedService<SlowStartReporter>();
            _host.Services.AddHostedService<OrchestratorService>();
            _host.Services.AddHostedService<ParentWatcher>();
        }
    }
}
