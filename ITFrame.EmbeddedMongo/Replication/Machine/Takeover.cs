namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>An election that a member means to call although there is a primary.</summary>
internal sealed record Takeover(ElectionReason Reason, TimeSpan At);
