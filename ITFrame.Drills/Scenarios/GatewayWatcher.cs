using System.Net.Http.Json;
using System.Text.Json;
using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>Watches what the gateways think of their destinations, at their administrators' ports: that is when a fault is noticed.</summary>
internal sealed class GatewayWatcher(LabState lab, Timeline timeline, TimeProvider time) : IDisposable
{
    private const string Unhealthy = "Unhealthy";
    private const string Cluster = "public";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(lab.CreateHandler(TimeSpan.FromMilliseconds(500))) { Timeout = TimeSpan.FromSeconds(1) };

    /// <summary>Watches until it is cancelled.</summary>
    public Task RunAsync(long start, CancellationToken cancellationToken)
        => Task.WhenAll(lab.Regions.Where(region => region.AdminUrl is not null).Select(region => WatchAsync(region, start, cancellationToken)));

    public void Dispose() => _http.Dispose();

    private async Task WatchAsync(LabRegion region, long start, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, bool>();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                foreach (var destination in await AskAsync(region, cancellationToken))
                {
                    Note(region, destination, known, time.GetElapsedTime(start));
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task<IReadOnlyList<Destination>> AskAsync(LabRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var all = await _http.GetFromJsonAsync<List<Destination>>(new Uri(region.AdminUrl!, "/destinations"), cancellationToken);
            return [.. all!.Where(destination => destination.Cluster == Cluster)];
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A gateway that is hurt itself thinks nothing.
            return [];
        }
    }

    private void Note(LabRegion region, Destination destination, Dictionary<string, bool> known, TimeSpan at)
    {
        var healthy = destination.Active != Unhealthy && destination.Passive != Unhealthy;
        if (known.TryGetValue(destination.Name, out var before) && before != healthy)
        {
            var by = destination.Passive == Unhealthy ? "requests" : "checks";
            timeline.Add(
                at,
                healthy ? TimelineEvents.Note : TimelineEvents.Detect,
                healthy ? $"gateway-{region.Site}: {destination.Name} is healthy again" : $"gateway-{region.Site}: {destination.Name} is ejected ({by})");
        }

        known[destination.Name] = healthy;
    }

    internal sealed record Destination(
        string Cluster, [property: System.Text.Json.Serialization.JsonPropertyName("destination")] string Name, string Active, string Passive);
}
