using ITFrame.Console.Drills;
using ITFrame.Console.Events;
using ITFrame.Console.Lab;
using ITFrame.Console.Resources;

namespace ITFrame.Console.LabControl;

internal static class LabControlExtensions
{
    public static void AddLabControl(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(LabControlOptions.From(configuration));
        // Streams stay open for as long as the lab runs; each call sets its own limit where it needs one.
        services.AddHttpClient(LabControlClient.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers();
        services.AddSingleton<LabControlClient>();
        services.AddSingleton<DrillClient>();
        services.AddSingleton<ResourceStore>();
        services.AddSingleton<ResourceEvents>();
        services.AddHostedService<ResourceWatcher>();
        services.AddSingleton<NetworkStore>();
        services.AddSingleton<NetworkEvents>();
        services.AddHostedService<NetworkWatcher>();
    }
}
