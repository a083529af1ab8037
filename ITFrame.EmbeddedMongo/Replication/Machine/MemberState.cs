namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>A member's state, with the numbers that the protocol and replSetGetStatus use.</summary>
internal enum MemberState
{
    Startup = 0,
    Primary = 1,
    Secondary = 2,
    Recovering = 3,
    Startup2 = 5,
    Unknown = 6,
    Arbiter = 7,
    Down = 8,
    Rollback = 9,
    Removed = 10,
}
