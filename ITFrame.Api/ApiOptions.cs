using System.ComponentModel.DataAnnotations;

namespace ITFrame.Api;

/// <summary>The hub's own configuration, section <c>Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>The bearer token that Control presents. Without one nobody could be let in, so the hub does not start.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Set Api:ControlToken to the bearer token that Control presents.")]
    public string ControlToken { get; init; } = "";

    /// <summary>
    /// The secret from which the hub's keys are derived: of users' tokens, of sealed secrets, of consistency tokens. The same for all
    /// replicas. Unset: <see cref="ControlToken"/>; then a new Control token ends all sessions and loses the stations' keys.
    /// </summary>
    public string? SigningKey { get; init; }

    /// <summary>The tokens of services that call the hub: <c>cast</c>, <c>apps</c>, <c>gitlab</c>, <c>acme</c>. Who has none is not let in.</summary>
    public Dictionary<string, string> ServiceTokens { get; init; } = [];

    /// <summary>The statistics key of the station <c>demo</c>. Unset: no demo station is made.</summary>
    public string? DemoStationKey { get; init; }

    /// <summary>The origins that may read the player's data from a browser. Empty: all, because stations embed the player in their own pages.</summary>
    public string[] PlayerOrigins { get; init; } = [];

    /// <summary>
    /// The longest that a request may take. Longer than a write that waits for an election and succeeds after it, shorter than a client
    /// that would rather try the other region.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Api:RequestTimeout must lie between 1 s and 10 min.")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long writes wait for a primary, from when there was none; after that they are refused at once, so that a region that is cut
    /// off costs its clients no time. An election takes 2 to 3 s with an <c>electionTimeoutMillis</c> of 2,000, and as much again when
    /// two candidates tie.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Api:PrimaryPatience must lie between 0 and 1 h.")]
    public TimeSpan PrimaryPatience { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Writes that are at the database at once; others wait for their turn for a moment, then get 503. Less than the driver's
    /// connections to a member (100), so that reads find some free. 0: no limit.
    /// </summary>
    [Range(0, 10_000, ErrorMessage = "Api:ConcurrentWrites must lie between 0 and 10000.")]
    public int ConcurrentWrites { get; init; } = 64;

    /// <summary>
    /// Connections that follow stations' songs on this replica, some 60 KB of memory each; more get 503, and the gateway asks another replica. The
    /// default fits into the 512 MiB of a container.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:Followers must lie between 1 and 1000000.")]
    public int Followers { get; init; } = 4_000;

    /// <summary>
    /// The latest songs of all stations that each replica keeps in memory for its followers, some 500 bytes each. At 1,000 stations the
    /// default is those of the last half an hour. Who comes back later reads from a member.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:RecentSongs must lie between 1 and 1000000.")]
    public int RecentSongs { get; init; } = 8_192;

    /// <summary>TuneIn AIR.</summary>
    public Uri TuneInUrl { get; init; } = new("https://air.radiotime.com/");

    /// <summary>The file of <see cref="GeoIp.GeoTable"/>; unset: the operation answers 501.</summary>
    public string? GeoTable { get; init; }

    /// <summary>Whether <c>X-Forwarded-For</c> says who calls: only behind the gateway, which sets it.</summary>
    public bool TrustForwardedFor { get; init; }

    /// <summary>Where clients find the hub, for links that it gives out.</summary>
    public string PublicUrl { get; init; } = "https://itframe.shoutca.st";

    /// <summary>The cover of a song that has none.</summary>
    public string NoCoverUrl { get; init; } = "https://photon.shoutca.st/cdn.shoutca.st/noalbum.png";
}
