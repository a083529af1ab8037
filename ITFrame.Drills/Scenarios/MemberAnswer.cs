namespace ITFrame.Drills.Scenarios;

/// <summary>What a member says of itself.</summary>
/// <param name="IsPrimary">It takes writes.</param>
/// <param name="Term">The term in which it was elected, where it is the primary: of two that claim to be it, the one with the higher term is.</param>
internal sealed record MemberAnswer(bool IsPrimary, long Term);
