namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>What the dispatcher has to see to before and after a command runs.</summary>
[Flags]
internal enum CommandTraits
{
    None = 0,

    /// <summary>Needs readable data, honours the read concern, and on a follower the client's consent.</summary>
    Reads = 1,

    /// <summary>Runs on the primary only and honours the write concern.</summary>
    Writes = 2,

    /// <summary>Addresses the database admin.</summary>
    AdminOnly = 4,

    /// <summary>Is between members, or needed while the member shuts down.</summary>
    DuringShutdown = 8,
}
