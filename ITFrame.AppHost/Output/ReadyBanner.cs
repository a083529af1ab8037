using ITFrame.AppHost.Control;
using ITFrame.AppHost.State;

namespace ITFrame.AppHost.Output;

/// <summary>Prints the addresses as soon as everything is ready.</summary>
internal sealed class ReadyBanner(
    LabState state, StateFolder folder, DistributedApplicationModel model, ResourceNotificationService notifications, TimeProvider time) : EarlyService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        await Task.WhenAll(model.Resources
            .Where(resource => resource.Annotations.OfType<HealthCheckAnnotation>().Any())
            .Select(resource => notifications.WaitForResourceHealthyAsync(resource.Name, stoppingToken)));
        await Console.Out.WriteLineAsync(Text(time.GetElapsedTime(started)).AsMemory(), stoppingToken);
    }

    private string Text(TimeSpan elapsed)
    {
        var lines = new List<string> { "", $"The lab is ready after {elapsed.TotalSeconds:0.0} s.", "", $"  console            {state.ConsoleUrl}" };
        lines.AddRange(state.Regions.Select(region => $"  gateway {region.Site,-10} {region.GatewayUrl}nowplaying/{state.Demo.Username}"));
        lines.AddRange(state.Members.Select(member => $"  {member.Name,-18} mongodb://{member.Address}/?directConnection=true"));
        if (state.AuthorityFile is not null)
        {
            lines.Add($"  authority          {state.AuthorityFile}: trust it, or curl --cacert {state.AuthorityFile}");
        }

        lines.Add($"  lab control        {state.ControlUrl} (bearer token in {folder.StateFile})");
        lines.AddRange(["", "Sink London and see what its listeners notice: dotnet run --project ITFrame.Drills -- sink-london", "Ctrl+C stops everything.", ""]);
        return string.Join(Environment.NewLine, lines);
    }
}
