namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>A rule that a simulated member breaks on purpose, to show that the checks would notice.</summary>
public enum Bug
{
    None,

    /// <summary>The vote is not on disk: a restart forgets it.</summary>
    ForgetsVote,

    /// <summary>A position is reported when it is written, not when it is on disk.</summary>
    AcknowledgesBeforeSync,

    /// <summary>A new primary commits entries of earlier terms as soon as a majority holds them.</summary>
    CommitsEarlierTerms,

    /// <summary>A voter does not look at the candidate's log.</summary>
    VotesForOlderLogs,

    /// <summary>A follower follows anybody, and drops what that one has not.</summary>
    FollowsAnybody,

    /// <summary>Configs replace each other without a majority's consent.</summary>
    ReconfiguresByForce,
}
