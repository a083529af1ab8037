namespace ITFrame.Drills.Checking;

/// <summary>What is asked of a register.</summary>
internal enum RegisterCallKind
{
    Read,

    Write,

    /// <summary>Write, if the value is still the expected one (<c>If-Match</c>).</summary>
    Swap,
}
