using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds projects to the application.</summary>
public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, options => SetProfile(options, launchProfileName));

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new() => builder.AddProjectOf(name, new TProject(), configure);

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath)
        => builder.AddProject(name, projectPath, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath, string? launchProfileName)
        => builder.AddProject(name, projectPath, options => SetProfile(options, launchProfileName));

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath, Action<ProjectResourceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(projectPath);
        return builder.AddProjectOf(name, new PathProjectMetadata(Path.GetFullPath(projectPath, builder.AppHostDirectory)), configure);
    }

    private static void SetProfile(ProjectResourceOptions options, string? launchProfileName)
    {
        options.ExcludeLaunchProfile = launchProfileName is null;
        options.LaunchProfileName = launchProfileName;
    }

    private static IResourceBuilder<ProjectResource> AddProjectOf(this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, Action<ProjectResourceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new ProjectResourceOptions();
        configure(options);

        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation<IProjectMetadata>(metadata);
        project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        if (builder.ExecutionContext.IsRunMode && builder.Environment.IsDevelopment())
        {
            project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true");
            project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true");
        }

        project.WithOtlpExporter();
        project.WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "simple");
        project.WithEnvironment(context => WriteUrls(context, project.Resource));
        if (!options.ExcludeLaunchProfile)
        {
            ApplyLaunchProfile(project, metadata, options.LaunchProfileName);
        }

        return project;
    }

    private static void WriteUrls(EnvironmentCallbackContext context, ProjectResource project)
    {
        if (context.EnvironmentVariables.ContainsKey("ASPNETCORE_URLS"))
        {
            return;
        }

        var urls = new ReferenceExpressionBuilder();
        foreach (var endpoint in project.GetEndpoints()
            .Where(endpoint => endpoint.EndpointAnnotation is { UriScheme: "http" or "https", TargetPortEnvironmentVariable: null }))
        {
            urls.AppendLiteral(urls.IsEmpty ? string.Empty : ";");
            urls.AppendLiteral($"{endpoint.Scheme}://{endpoint.EndpointAnnotation.TargetHost}:");
            urls.AppendFormatted(endpoint.Property(EndpointProperty.TargetPort));
            if (endpoint.IsHttps)
            {
                context.EnvironmentVariables.TryAdd("ASPNETCORE_HTTPS_PORT", endpoint.Property(EndpointProperty.Port));
            }
        }

        if (!urls.IsEmpty)
        {
            context.EnvironmentVariables["ASPNETCORE_URLS"] = urls.Build();
        }
    }

    private static void ApplyLaunchProfile(IResourceBuilder<ProjectResource> project, IProjectMetadata metadata, string? requestedName)
    {
        var builder = project.ApplicationBuilder;
        var profiles = (metadata.LaunchSettings ?? LaunchSettingsFile.Read(Path.GetDirectoryName(metadata.ProjectPath)))?.Profiles ?? [];
        if (requestedName is not null && !profiles.ContainsKey(requestedName))
        {
            throw new DistributedApplicationException($"The project '{metadata.ProjectPath}' of the resource '{project.Resource.Name}' has no launch profile named '{requestedName}'.");
        }

        var appHostProfile = builder.Configuration["AppHost:DefaultLaunchProfileName"] ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"];
        var name = requestedName
            ?? (appHostProfile is not null && profiles.ContainsKey(appHostProfile) ? appHostProfile : null)
            ?? profiles.FirstOrDefault(profile => string.Equals(profile.Value.CommandName, "Project", StringComparison.OrdinalIgnoreCase)).Key;
        if (name is null)
        {
            return;
        }

        var profile = profiles[name];
        project.WithAnnotation(new LaunchProfileAnnotation(name, profile));
        if (builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        AddProfileEndpoints(project, profile);
        project.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", name);
            foreach (var (key, value) in profile.EnvironmentVariables)
            {
                context.EnvironmentVariables.TryAdd(key, Environment.ExpandEnvironmentVariables(value));
            }
        });
    }

    private static void AddProfileEndpoints(IResourceBuilder<ProjectResource> project, LaunchProfile profile)
    {
        var counts = new Dictionary<string, int>();
        foreach (var text in profile.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            var url = new Uri(text.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal));
            counts[url.Scheme] = counts.GetValueOrDefault(url.Scheme) + 1;
            project.WithEndpoint(counts[url.Scheme] == 1 ? url.Scheme : $"{url.Scheme}{counts[url.Scheme]}", endpoint =>
            {
                endpoint.UriScheme = url.Scheme;
                endpoint.Port = url.Port;
                endpoint.TargetHost = url.Host;
            });
        }
    }
}
