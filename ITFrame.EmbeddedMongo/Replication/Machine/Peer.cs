namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>What this member knows of another one.</summary>
internal sealed class Peer(MemberConfig config)
{
    public MemberConfig Config { get; set; } = config;

    public int Id => Config.Id;

    /// <summary>Whether the last heartbeat to it was answered.</summary>
    public bool IsUp { get; set; }

    public TimeSpan? LastHeard { get; set; }

    public MemberState State { get; set; } = MemberState.Unknown;

    public long Term { get; set; }

    public OpTime Applied { get; set; } = OpTime.None;

    public long ConfigVersion { get; set; }

    public int PrimaryId { get; set; } = -1;

    public string SyncSource { get; set; } = "";

    public long ElectionTimestamp { get; set; }

    public string LastProblem { get; set; } = "";

    public TimeSpan RoundTrip { get; set; }

    /// <summary>The newest position that it reported, and the term in which it did.</summary>
    public OpTime Acknowledged { get; set; } = OpTime.None;

    public long AcknowledgedTerm { get; set; } = -1;

    public TimeSpan NextHeartbeat { get; set; }

    public long? HeartbeatInFlight { get; set; }

    /// <summary>Until when it is passed over as a sync source, because it failed as one.</summary>
    public TimeSpan NotSourceBefore { get; set; }

    public bool WasHeardSince(TimeSpan time) => LastHeard >= time;
}
