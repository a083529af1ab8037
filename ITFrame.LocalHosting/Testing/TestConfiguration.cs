using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Sets a builder up for a test: random ports, and the settings that the AppHost's launch profile would give.</summary>
internal sealed class TestConfiguration(Assembly? appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) : IBuilderInterceptor
{
    private const string LaunchProfileKey = "DOTNET_LAUNCH_PROFILE";

    public void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.Args ??= args;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        if (appHost is not null)
        {
            options.AssemblyName = appHost.GetName().Name;
            settings.ApplicationName = appHost.GetName().Name;
        }

        settings.Args = options.Args;
        settings.Configuration ??= new ConfigurationManager();
        AddDefaults(settings, [KeyValuePair.Create<string, string?>(EndpointAllocator.RandomizePortsKey, "true")]);
        configure(options, settings);
        AddDefaults(settings, LaunchProfileSettings(settings));
    }

    private static void AddDefaults(HostApplicationBuilderSettings settings, IEnumerable<KeyValuePair<string, string?>> defaults)
    {
        var existing = Existing(settings);
        settings.Configuration!.AddInMemoryCollection([.. defaults.Where(setting => existing[setting.Key] is null)]);
    }

    private static ConfigurationManager Existing(HostApplicationBuilderSettings settings)
    {
        var existing = new ConfigurationManager();
        existing.AddConfiguration(settings.Configuration!);
        existing.AddCommandLine(settings.Args ?? []);
        return existing;
    }

    private IEnumerable<KeyValuePair<string, string?>> LaunchProfileSettings(HostApplicationBuilderSettings settings)
    {
        var profiles = LaunchSettingsFile.Read(AppHostMetadata.ProjectDirectory(appHost))?.Profiles ?? [];
        var name = Existing(settings)[LaunchProfileKey] ?? profiles.Keys.FirstOrDefault();
        if (name is null || !profiles.TryGetValue(name, out var profile))
        {
            yield break;
        }

        yield return KeyValuePair.Create<string, string?>(LaunchProfileKey, name);
        foreach (var (key, value) in profile.EnvironmentVariables)
        {
            yield return KeyValuePair.Create<string, string?>(key.Replace("__", ":", StringComparison.Ordinal), value);
            if (key.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase))
            {
                // The host reads these without their prefix, as for example "environment".
                yield return KeyValuePair.Create<string, string?>(key["DOTNET_".Length..], value);
            }
        }
    }
}
