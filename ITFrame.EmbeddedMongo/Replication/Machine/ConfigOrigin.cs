namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>Where a config comes from that this member is to take up.</summary>
internal enum ConfigOrigin
{
    /// <summary>It was taken up before the last restart.</summary>
    Disk,

    /// <summary>This member was told to initiate the set with it.</summary>
    Initiation,

    /// <summary>Another member has it.</summary>
    Peer,
}
