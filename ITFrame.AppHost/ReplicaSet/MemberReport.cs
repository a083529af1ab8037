namespace ITFrame.AppHost.ReplicaSet;

/// <summary>What a member last said of itself.</summary>
/// <param name="Role">primary, secondary, arbiter, or another state of <c>replSetGetStatus</c> in lower case; <see cref="Down"/> where it does not answer.</param>
/// <param name="Term">The election's number that it knows of; null where it does not answer.</param>
/// <param name="AppliedAt">When what it has applied last was written, to the second.</param>
internal sealed record MemberReport(string Role, long? Term, DateTime? AppliedAt)
{
    /// <summary>Role of a member that does not answer.</summary>
    public const string Down = "down";

    public const string Primary = "primary";

    public static readonly MemberReport NoAnswer = new(Down, null, null);
}
