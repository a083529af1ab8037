using ITFrame.EmbeddedMongo.Security.Membership;

namespace ITFrame.EmbeddedMongo.Security;

/// <summary>Whether clients and members have to say who they are, and how.</summary>
internal sealed record SecurityOptions
{
    public const int DefaultIterations = 15000;

    public bool Authorization { get; init; }

    public string? KeyFile { get; init; }

    public ClusterAuthMode ClusterAuthMode { get; init; }

    /// <summary>Whether a client on the same machine may create the first user.</summary>
    public bool AllowsLocalhostException { get; init; } = true;

    /// <summary>Rounds of hashing for passwords that are set from now on.</summary>
    public int ScramIterations { get; init; } = DefaultIterations;

    public bool IsEnabled => Authorization || ClusterAuthMode != ClusterAuthMode.None;
}
