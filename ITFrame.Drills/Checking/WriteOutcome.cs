namespace ITFrame.Drills.Checking;

/// <summary>What a client knows of a write.</summary>
internal enum WriteOutcome
{
    /// <summary>Acknowledged: it must be there.</summary>
    Acknowledged,

    /// <summary>No clear answer: it may be there or not.</summary>
    Unknown,

    /// <summary>Refused or never sent: it must not be there.</summary>
    NotApplied,
}
