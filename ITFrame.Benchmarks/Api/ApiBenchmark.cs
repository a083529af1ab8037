using System.Globalization;
using System.Net.Http.Json;
using ITFrame.Benchmarks.Members;
using ITFrame.Benchmarks.Throughput;
using Spectre.Console;

namespace ITFrame.Benchmarks.Api;

/// <summary>How much one process of the hub takes.</summary>
internal static class ApiBenchmark
{
    private const string Statistics = $"/cast/statistics/demo/{HubProcess.StationKey}";

    private static readonly string[] Reads = ["/player/demo", "/nowplaying/demo", "/player/demo", "/nowplaying/demo", "/tunein/demo"];

    public static async Task RunAsync(int clients, TimeSpan duration, string? mongo, CancellationToken cancellationToken)
    {
        if (mongo is not null)
        {
            await RunAsync("the given set", mongo, clients, duration, cancellationToken);
            return;
        }

        await using var set = await MemberSet.StartAsync(3, cancellationToken);
        await RunAsync("three embedded members", set.ConnectionString.Replace("/?", "/itframe?", StringComparison.Ordinal), clients, duration, cancellationToken);
    }

    private static async Task RunAsync(string set, string mongo, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var hub = await HubProcess.StartAsync(mongo, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = clients }) { BaseAddress = hub.Address };
        var results = new[]
        {
            await ClosedLoop.RunAsync("read mix: player, now playing, stream address", clients, duration, id => ReadAsync(http, id, cancellationToken), cancellationToken),
            await ClosedLoop.RunAsync("write mix: songs with and without a key, sessions", clients, duration, id => WriteAsync(http, id, cancellationToken), cancellationToken),
        };
        var table = new Table().AddColumns($"{set}, {clients} clients", "requests/s", "p50", "p95", "p99", "max");
        foreach (var result in results)
        {
            table.AddRow(result.Name, Number(result.PerSecond, "N0"), Latency(result.P50), Latency(result.P95), Latency(result.P99), Latency(result.Max));
        }

        AnsiConsole.Write(table);
    }

    private static async Task ReadAsync(HttpClient http, long id, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(Reads[id % Reads.Length], cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Of four writes one is a song with an <c>Idempotency-Key</c>, two are songs without, one is a new session.</summary>
    private static async Task WriteAsync(HttpClient http, long id, CancellationToken cancellationToken)
    {
        var isSession = id % 4 == 0;
        using var request = new HttpRequestMessage(HttpMethod.Post, isSession ? $"{Statistics}/create-session" : $"{Statistics}/store-song")
        {
            Content = isSession
                ? JsonContent.Create(new { ip = $"192.0.2.{id % 250}", client = $"player {id % 1000}", stream = "128kbps", countryCode = "NO" })
                : JsonContent.Create(new { stream = "128kbps", song = $"Artist - {id}", title = $"{id}", artist = "Artist" }),
        };
        if (id % 4 == 1)
        {
            request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        }

        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static string Latency(double milliseconds) => Number(milliseconds, "N1") + " ms";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
