namespace ITFrame.Drills.Checking;

/// <summary>A verdict, and where the search came to its end.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Stuck">The call that could not be put into any order after the most others had been; null where all could.</param>
internal sealed record LinearizabilityResult(LinearizabilityVerdict Verdict, RegisterCall? Stuck);
