namespace ITFrame.Drills.Checking;

/// <summary>Whether there is an order of the calls in which a register that does one thing at a time would have answered as it did.</summary>
internal enum LinearizabilityVerdict
{
    Linearizable,

    NotLinearizable,

    /// <summary>There were too many possibilities to look at.</summary>
    Undecided,
}
