namespace ITFrame.EmbeddedMongo.Replication.Machine;

/// <summary>Why a member stands for election; the names are what replSetGetStatus shows.</summary>
internal enum ElectionReason
{
    ElectionTimeout,
    PriorityTakeover,
    CatchupTakeover,
    StepUpRequest,
    StepUpRequestSkipDryRun,
    SingleNodePromptElection,

    /// <summary>The member that initiates the set does not wait for a timeout.</summary>
    Initiation,
}
