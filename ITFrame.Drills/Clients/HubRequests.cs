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

    public static ClientRequest Cluster { get; } = Read("/cluster");

    public ClientRequest For(Operation operation) => operation.Kind switch
    {
        OperationKind.NowPlaying => Read($"/nowplaying/{Uri.EscapeDataString(demoStation)}"),
        OperationKind.Player => Read($"/player/{Uri.EscapeDataString(demoStation)}"),
        OperationKind.Cluster => Cluster,
        OperationKind.StoreSong => StoreSong(operation.Write!),
        OperationKind.PlayerSettings => PutSettings(operation.Write!),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, null),
    };

    /// <summary>A page of the songs stored in a period, newest first.</summary>
    /// <param name="start">The period's start.</param>
    /// <param name="end">The period's end.</param>
    /// <param name="query">The query of the page, as the page before it linked to it; null for the first.</param>
    public ClientRequest Songs(DateTimeOffset start, DateTimeOffset end, string? query)
        => Read($"{_cast}/get-songs-for-period/{Milliseconds(start)}/{Milliseconds(end)}{query ?? "?limit=1000"}");

    /// <summary>What a station's web player is told.</summary>
    public static ClientRequest PublicPlayer(string station) => Read($"/player/{Uri.EscapeDataString(station)}");

    private static ClientRequest Read(string path)
        => new(HttpMethod.Get, path) { IsIdempotent = true, AttemptTimeout = ReadTimeout };

    private ClientRequest StoreSong(WriteValue write) => new(HttpMethod.Post, $"{_cast}/store-song")
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(new { stream = "128kbps", song = $"ITFrame Drills - {write.Text}", title = write.Text, artist = "ITFrame Drills", album = "" }),
        // The text tells the song from all others, those of the warm-up and of other runs included.
        IdempotencyKey = write.Text.Replace(' ', '-'),
        IsIdempotent = true,
        AttemptTimeout = WriteTimeout,
    };

    private ClientRequest PutSettings(WriteValue write) => new(HttpMethod.Put, $"/control/player/settings/{Uri.EscapeDataString(write.Station)}")
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(new { name = write.Text, backgroundColour = "#0b1f3a", tint = "#4fc3f7" }),
        BearerToken = controlToken,
        IsIdempotent = true,
        AttemptTimeout = WriteTimeout,
    };

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
