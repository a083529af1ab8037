namespace ITFrame.Drills.Checking;

/// <summary>What is wrong with a set that was read back.</summary>
/// <param name="Lost">Acknowledged, and not there.</param>
/// <param name="Duplicated">There more than once, whatever their outcome: a write that was sent once was applied twice.</param>
/// <param name="Unexpected">There, although they were refused or never sent.</param>
internal sealed record SetFindings(IReadOnlyList<string> Lost, IReadOnlyList<string> Duplicated, IReadOnlyList<string> Unexpected)
{
    public bool IsClean => Lost.Count == 0 && Duplicated.Count == 0 && Unexpected.Count == 0;
}
