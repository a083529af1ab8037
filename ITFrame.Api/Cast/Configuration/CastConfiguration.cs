using System.Text.Json.Serialization;
using ITFrame.Api.Access;

namespace ITFrame.Api.Cast.Configuration;

/// <summary>A station's configuration as JSON. Keys are there for Cast alone; the passwords of the sources also for the owner, who types them in.</summary>
internal sealed record CastConfiguration
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string Username { get; init; }

    public required string Name { get; init; }

    public required string Genre { get; init; }

    public string? Timezone { get; init; }

    public int HttpPort { get; init; }

    public int HttpsPort { get; init; }

    public string? Hostname { get; init; }

    /// <summary>For Cast alone.</summary>
    public string? Apikey { get; init; }

    public required StationInput Input { get; init; }

    public required StationDirectories Directories { get; init; }

    public required IReadOnlyList<CastStream> Streams { get; init; }

    public required StationVersion Version { get; init; }

    /// <summary>For Cast alone.</summary>
    public CastInternals? Internal { get; init; }

    [JsonPropertyName("DJ")]
    public required DjSettings Dj { get; init; }

    public bool RateLimiting { get; init; }

    public required Geolock Geolock { get; init; }

    public bool AntiStreamRipper { get; init; }

    public bool HideListenerCount { get; init; }

    public required string Branch { get; init; }

    public static CastConfiguration ForOwner(StationDocument station, SecretBox box) => new()
    {
        Id = station.Id.ToString(),
        Username = station.Username,
        Name = station.Name ?? "",
        Genre = station.Genre ?? "Misc",
        Timezone = station.Timezone,
        HttpPort = station.HttpPort ?? 80,
        HttpsPort = station.HttpsPort ?? 0,
        Hostname = station.Hostname,
        Input = station.Input ?? new StationInput(),
        Directories = station.Directories ?? new StationDirectories(),
        Streams = [.. (station.Streams ?? []).Select(stream => CastStream.From(stream, box))],
        Version = station.Version ?? new StationVersion(),
        Dj = station.Dj ?? new DjSettings(),
        RateLimiting = station.RateLimiting,
        Geolock = station.Geolock ?? new Geolock(),
        AntiStreamRipper = station.AntiStreamRipper,
        HideListenerCount = station.HideListenerCount,
        Branch = station.Branch ?? "stable",
    };

    public static CastConfiguration ForCast(StationDocument station, SecretBox box) => ForOwner(station, box) with
    {
        Apikey = box.Open(station.SealedApiKey),
        Internal = new CastInternals(
            new CastKey(box.Open(station.Internal?.Dj?.SealedKey)),
            new CastKey(box.Open(station.Internal?.Statistics?.SealedKey))),
    };
}
