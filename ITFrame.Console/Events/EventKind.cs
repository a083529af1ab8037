namespace ITFrame.Console.Events;

/// <summary>What kind of thing happened, in the order in which a failover goes.</summary>
public enum EventKind
{
    /// <summary>Something was broken: killed, frozen, sunk, cut, slowed down.</summary>
    Fault,

    /// <summary>Clients got answers of 5xx, or none.</summary>
    Failure,

    /// <summary>A gateway sends a destination no more requests.</summary>
    Ejection,

    /// <summary>A gateway has had a request answered by another destination than the first.</summary>
    Failover,

    /// <summary>The replica set has lost its primary, or has a new one.</summary>
    Election,

    /// <summary>Something works again.</summary>
    Recovery,
}
