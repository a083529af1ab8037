using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Adds parameters, whose values come from configuration, from code, or from a default.</summary>
public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new ParameterResource(name, byDefault => FromConfiguration(builder.Configuration, name, $"Parameters:{name}", byDefault), secret));
    }

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddParameter(name, () => value, publishValueAsDefault, secret);
    }

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException($"The parameter '{name}' cannot be secret and published.", nameof(secret));
        }

        return builder.Add(new ParameterResource(name, byDefault => byDefault?.GetDefaultValue() ?? valueGetter(), secret)
        {
            Default = publishValueAsDefault ? new ConstantParameterDefault(valueGetter) : null,
        });
    }

    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configurationKey);
        return builder.Add(new ParameterResource(name, byDefault => FromConfiguration(builder.Configuration, name, configurationKey, byDefault), secret)
        {
            ConfigurationKey = configurationKey,
        });
    }

    public static IResourceBuilder<ParameterResource> WithDescription(this IResourceBuilder<ParameterResource> builder, string description, bool enableMarkdown = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.Description = description;
        builder.Resource.EnableDescriptionMarkdown = enableMarkdown;
        return builder;
    }

    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new ConfiguredConnectionStringResource(
            name,
            () => builder.Configuration.GetConnectionString(name)
                ?? throw new DistributedApplicationException($"The connection string '{name}' has no value. Set 'ConnectionStrings:{name}' in configuration (environment: ConnectionStrings__{name})."),
            environmentVariableName));
    }

    private static string FromConfiguration(ConfigurationManager configuration, string name, string key, ParameterDefault? byDefault)
        => configuration[key]
            ?? configuration[key.Replace('-', '_')]
            ?? byDefault?.GetDefaultValue()
            ?? throw new DistributedApplicationException(
                $"The parameter '{name}' has no value. Set '{key}' in configuration (environment: {key.Replace(":", "__", StringComparison.Ordinal).Replace('-', '_')}; command line: --{key}=VALUE).");

    private static IResourceBuilder<T> Add<T>(this IDistributedApplicationBuilder builder, T resource)
        where T : ParameterResource
        => builder.AddResource(resource).WithInitialState(new CustomResourceSnapshot
        {
            ResourceType = "Parameter",
            State = KnownResourceStates.Waiting,
            Properties = [new ResourcePropertySnapshot(KnownProperties.Source, resource.ConfigurationKey)],
        });
}
