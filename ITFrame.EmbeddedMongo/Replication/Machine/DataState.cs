namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>What a member's data is good for.</summary>
internal enum DataState
{
    /// <summary>A consistent state of the past, or the present: can be read.</summary>
    Ready,

    /// <summary>Being copied from another member.</summary>
    InitialSync,

    /// <summary>Being put back to what the set agreed on.</summary>
    Rollback,
}
