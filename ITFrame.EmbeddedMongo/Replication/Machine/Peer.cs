namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>What this member knows of another one.</summary>
internal sealed class Peer(MemberConfig config)
{
    private const double PingWeight = 0.2;

    public MemberConfig Config { get; set; } = config;

    public int Id => Config.Id;

    /// <summary>Whether the last heartbeat to it was answered.</summary>
    public bool IsUp { get; set; }

    public TimeSpan? UpSince { get; set; }

    /// <summary>Its last sign of life of any kind.</summary>
    public TimeSpan? LastHeard { get; set; }

    /// <summary>When it last answered a heartbeat, and when it last sent one.</summary>
    public TimeSpan? LastHeartbeat { get; set; }

    public TimeSpan? LastHeartbeatReceived { get; set; }

    public MemberState State { get; set; } = MemberState.Unknown;

    public long Term { get; set; }

    public OpTime Applied { get; set; } = OpTime.None;

    public ConfigVersionAndTerm VersionAndTerm { get; set; } = ConfigVersionAndTerm.None;

    public int PrimaryId { get; set; } = -1;

    public string SyncSource { get; set; } = "";

    public long ElectionTimestamp { get; set; }

    public string LastProblem { get; set; } = "";

    /// <summary>Its round trip, smoothed; null before the first answer.</summary>
    public TimeSpan? Ping { get; private set; }

    /// <summary>The newest position that it reported, and the term in which it did.</summary>
    public OpTime Acknowledged { get; set; } = OpTime.None;

    public long AcknowledgedTerm { get; set; } = -1;

    public TimeSpan NextHeartbeat { get; set; }

    public long? HeartbeatInFlight { get; set; }

    /// <summary>Until when it is passed over as a sync source, because it failed as one.</summary>
    public TimeSpan NotSourceBefore { get; set; }

    public bool IsReadable => IsUp && State is MemberState.Primary or MemberState.Secondary;

    public bool WasHeardSince(TimeSpan time) => LastHeard >= time;

    public void Measure(TimeSpan roundTrip) => Ping = Ping is { } ping ? ping + ((roundTrip - ping) * PingWeight) : roundTrip;
}
