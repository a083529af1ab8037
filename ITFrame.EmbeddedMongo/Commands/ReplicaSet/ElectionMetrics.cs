using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.ReplicaSet;

/// <summary>What replSetGetStatus says of the last election that concerned this member.</summary>
internal static class ElectionMetrics
{
    public static BsonDocument OfCandidate(ElectionRecord election, MemberClock clock)
    {
        var metrics = new BsonDocument
        {
            { "lastElectionReason", NameOf(election.Reason) },
            { "lastElectionDate", DateOf(election.At, clock) },
            { "electionTerm", election.Term },
            { "lastCommittedOpTimeAtElection", election.Committed.ToBson() },
            { "lastSeenWrittenOpTimeAtElection", election.Applied.ToBson() },
            { "lastSeenOpTimeAtElection", election.Applied.ToBson() },
            { "numVotesNeeded", election.VotesNeeded },
            { "priorityAtElection", election.Priority },
            { "electionTimeoutMillis", (long)election.ElectionTimeout.TotalMilliseconds },
        };
        if (election.PriorPrimaryId >= 0)
        {
            metrics.Add("priorPrimaryMemberId", election.PriorPrimaryId);
        }

        if (!election.CatchUpTarget.IsNone)
        {
            metrics.Add("targetCatchupOpTime", election.CatchUpTarget.ToBson());
        }

        if (election.WritableAt is { } writable)
        {
            metrics.Add("newTermStartDate", DateOf(writable, clock));
        }

        if (election.MajorityAt is { } majority)
        {
            metrics.Add("wMajorityWriteAvailabilityDate", DateOf(majority, clock));
        }

        return metrics;
    }

    public static BsonDocument OfParticipant(VoteRecord vote, MemberClock clock) => new()
    {
        { "votedForCandidate", vote.IsGranted },
        { "electionTerm", vote.Request.Term },
        { "lastVoteDate", DateOf(vote.At, clock) },
        { "electionCandidateMemberId", vote.Request.CandidateId },
        { "voteReason", vote.Reason },
        { "lastWrittenOpTimeAtElection", vote.Applied.ToBson() },
        { "maxWrittenOpTimeInSet", vote.Request.LastApplied.ToBson() },
        { "lastAppliedOpTimeAtElection", vote.Applied.ToBson() },
        { "maxAppliedOpTimeInSet", vote.Request.LastApplied.ToBson() },
        { "priorityAtElection", vote.Priority },
    };

    /// <summary>The wall's time at which the member's own clock showed what is given; the epoch for never.</summary>
    public static BsonDateTime DateOf(TimeSpan? elapsed, MemberClock clock) =>
        elapsed is { } at ? new BsonDateTime(clock.Now - (clock.Elapsed - at)) : new BsonDateTime(0);

    private static string NameOf(ElectionReason reason) => reason switch
    {
        ElectionReason.PriorityTakeover => "priorityTakeover",
        ElectionReason.CatchupTakeover => "catchupTakeover",
        ElectionReason.StepUpRequest => "stepUpRequest",
        ElectionReason.StepUpRequestSkipDryRun => "stepUpRequestSkipDryRun",
        ElectionReason.SingleNodePromptElection => "singleNodePromptElection",

        // MongoDB's first election comes about by the timeout.
        _ => "electionTimeout",
    };
}
