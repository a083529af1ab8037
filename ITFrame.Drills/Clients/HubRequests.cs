using System.Globalization;
using System.Text.Json;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Clients;

/// <summary>The hub's operations as requests.</summary>
internal sealed class HubRequests(string demoStation, string demoKey, string controlToken)
{
    /// <summary>A read is answered in milliseconds; a person notices after one second and reloads after three.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A write may wait for an election; all of them may be repeated, so they can wait for it at the other gateway.</summary>
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(6);

    private readonly string _cast = $"/cast/statistics/{Uri.EscapeDataString(demoStation)}/{Uri.EscapeDataString(demoKey)}";

    private readonly string _dj = $"/dj/{Uri.EscapeDataString(demoStation)}/{Uri.EscapeDataString(demoKey)}";

    private static ClientRequest Cluster { get; } = Read("/cluster");

    /// <summary>The request of an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="view">What its client has seen of the settings that it is about; null for nothing.</param>
    public ClientRequest For(Operation operation, RegisterView? view) => operation.Kind switch
    {
        OperationKind.StoreSong => Cast("store-song", Key(operation), new
        {
            stream = "128kbps",
            song = $"ITFrame Drills - {operation.Write!.Text}",
            title = operation.Write.Text,
            artist = "ITFrame Drills",
            album = "",
        }),
        OperationKind.CreateSession => Cast("create-session", Key(operation), new
        {
            ip = string.Create(CultureInfo.InvariantCulture, $"198.51.100.{operation.Number % 250}"),
            client = "ITFrame Drills",
            stream = operation.Write!.Text,
            country = "Norway",
            countryCode = "NO",
        }),
        OperationKind.CloseSession => Cast("close-session", $"close-{operation.Write!.Text}", new { uid = operation.Write.Text }),
        OperationKind.StoreStatus => Cast("store-status", Key(operation), new { listenerCount = operation.Number % 500, stream = operation.Write!.Text }),
        OperationKind.ReadSettings => Settings(operation.Register!, view),
        OperationKind.ChangeSettings => PutSettings(operation.Register!, operation.Write!.Text) with { IfRevision = view?.Revision, ConsistencyToken = view?.Token },
        OperationKind.PlayerSettings => PutSettings(operation.Write!.Station, operation.Write.Text),
        OperationKind.Cluster => Cluster,
        OperationKind.AppNowPlaying => Read($"/internal/apps/get-now-playing/{Uri.EscapeDataString(demoStation)}"),
        OperationKind.NowPlaying => Read($"/nowplaying/{Uri.EscapeDataString(demoStation)}") with { IsTraced = false },
        OperationKind.Player => PublicPlayer(demoStation) with { IsTraced = false },
        OperationKind.PutQueue => Write(HttpMethod.Put, $"{_dj}/queue", new { songs = Array.Empty<string>() }),
        OperationKind.ReadSkips => Read($"{_dj}/skips"),
        OperationKind.ReadTunes => Read($"{_dj}/all-songs"),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, null),
    };

    /// <summary>A page of what was stored in a period, newest first.</summary>
    /// <param name="kind">By which operation.</param>
    /// <param name="start">The period's start.</param>
    /// <param name="end">The period's end.</param>
    /// <param name="query">The query of the page, as the page before it linked to it; null for the first.</param>
    public ClientRequest Stored(OperationKind kind, DateTimeOffset start, DateTimeOffset end, string? query)
    {
        var list = kind switch
        {
            OperationKind.StoreSong => "get-songs-for-period",
            OperationKind.CreateSession => "get-all-sessions-for-period",
            OperationKind.StoreStatus => "get-statuses-for-period",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return Read($"{_cast}/{list}/{Milliseconds(start)}/{Milliseconds(end)}{query ?? "?limit=1000"}");
    }

    /// <summary>The statistics that the hub calculates for each minute of a period.</summary>
    public ClientRequest Statistics(DateTimeOffset start, DateTimeOffset end)
        => Read($"{_cast}/get-calculated-info-for-period/{Milliseconds(start)}/{Milliseconds(end)}/minute");

    /// <summary>A station's settings, as the panel reads them.</summary>
    public ClientRequest Settings(string station, RegisterView? view)
        => Read($"/control/player/settings/{Uri.EscapeDataString(station)}") with { BearerToken = controlToken, ConsistencyToken = view?.Token };

    /// <summary>What a station's web player is told.</summary>
    public static ClientRequest PublicPlayer(string station) => Read($"/player/{Uri.EscapeDataString(station)}");

    private static ClientRequest Read(string path)
        => new(HttpMethod.Get, path) { IsIdempotent = true, AttemptTimeout = ReadTimeout };

    private static ClientRequest Write<T>(HttpMethod method, string path, T body) => new(method, path)
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(body),
        IsIdempotent = true,
        AttemptTimeout = WriteTimeout,
    };

    // The text tells the write from all others, those of the warm-up and of other runs included.
    private static string Key(Operation operation) => operation.Write!.Text.Replace(' ', '-');

    private ClientRequest Cast<T>(string operation, string key, T body) => Write(HttpMethod.Post, $"{_cast}/{operation}", body) with { IdempotencyKey = key };

    private ClientRequest PutSettings(string station, string name)
        => Write(HttpMethod.Put, $"/control/player/settings/{Uri.EscapeDataString(station)}", new { name, backgroundColour = "#0b1f3a", tint = "#4fc3f7" }) with { BearerToken = controlToken };

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
