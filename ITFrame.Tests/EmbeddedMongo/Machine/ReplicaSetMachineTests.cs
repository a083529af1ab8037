using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Machine;

public sealed class ReplicaSetMachineTests
{
    private static readonly OpTime Position = new(5L << 32, 1);

    private TimeSpan _now = TimeSpan.FromSeconds(100);

    [Fact]
    public void VoteRequested_Granted_PersistsBeforeItAnswers()
    {
        var machine = Create(selfId: 1);

        var actions = Vote(machine, term: 2, candidate: 0, Position);

        var persisted = actions.ToList().FindIndex(action => action is MachineAction.PersistVote { Vote: { Term: 2, CandidateId: 0 } });
        var answered = actions.ToList().FindIndex(action => action is MachineAction.AnswerVote { Reply.IsGranted: true });
        Assert.True(persisted >= 0 && persisted < answered);
    }

    [Fact]
    public void VoteRequested_SecondCandidateInTheTerm_IsRefused()
    {
        var machine = Create(selfId: 1);
        Vote(machine, term: 2, candidate: 0, Position);

        Assert.False(IsGranted(Vote(machine, term: 2, candidate: 2, Position)));
    }

    [Fact]
    public void VoteRequested_AfterRestart_RemembersTheVote()
    {
        var machine = Create(selfId: 1, lastVote: new LastVote(2, 0));

        Assert.False(IsGranted(Vote(machine, term: 2, candidate: 2, Position)));
    }

    [Fact]
    public void VoteRequested_CandidateWithOlderLog_IsRefused()
    {
        var machine = Create(selfId: 1);

        Assert.False(IsGranted(Vote(machine, term: 2, candidate: 0, new OpTime(4L << 32, 1))));
    }

    [Fact]
    public void VoteRequested_DryRun_NeitherRaisesTheTermNorPersists()
    {
        var machine = Create(selfId: 1);

        var actions = Vote(machine, term: 1, candidate: 0, Position, isDryRun: true);

        Assert.True(IsGranted(actions));
        Assert.DoesNotContain(actions, action => action is MachineAction.PersistVote);
        Assert.Equal(1, machine.View.Term);
    }

    [Fact]
    public void VoteRequested_BelowTheVoteFloor_IsRefused()
    {
        var machine = Create(selfId: 1);
        Handle(machine, new MachineEvent.VoteFloorSet(new OpTime(9L << 32, 1)));

        Assert.False(IsGranted(Vote(machine, term: 2, candidate: 0, Position)));
    }

    [Fact]
    public void ElectionTimeout_MajorityGrants_RunsDryThenRealThenEnablesWrites()
    {
        var machine = Create(selfId: 0);
        HearFrom(machine, 1, MemberState.Secondary, term: 1);
        HearFrom(machine, 2, MemberState.Secondary, term: 1);

        var dry = PassTime(machine, TimeSpan.FromSeconds(0.1), upTo: TimeSpan.FromSeconds(3)).OfType<MachineAction.SendVoteRequest>().ToList();
        Assert.All(dry, request => Assert.True(request.Request.IsDryRun));

        var real = Handle(machine, new MachineEvent.VoteAnswered(1, dry[0].Round, new VoteReply(1, true, "")));
        Assert.Contains(real, action => action is MachineAction.PersistVote { Vote.Term: 2 });
        var round = real.OfType<MachineAction.SendVoteRequest>().First().Round;

        var won = Handle(machine, new MachineEvent.VoteAnswered(2, round, new VoteReply(2, true, "")));
        Assert.Equal(MemberState.Primary, machine.View.State);
        Assert.False(machine.View.IsWritable);

        var enabled = new List<MachineAction>();
        foreach (var heartbeat in won.OfType<MachineAction.SendHeartbeat>())
        {
            enabled.AddRange(Handle(machine, new MachineEvent.HeartbeatAnswered(heartbeat.MemberId, heartbeat.Sequence, Reply(MemberState.Secondary, 2, Position), TimeSpan.Zero)));
        }

        Assert.Contains(enabled, action => action is MachineAction.EnableWrites { Term: 2 });
    }

    [Fact]
    public void BecomeLeader_FollowerIsAhead_CatchesUpBeforeItEnablesWrites()
    {
        var machine = Create(selfId: 0);
        var won = Elect(machine);
        var ahead = new OpTime(6L << 32, 1);
        var actions = won.OfType<MachineAction.SendHeartbeat>()
            .SelectMany(heartbeat => Handle(machine, new MachineEvent.HeartbeatAnswered(
                heartbeat.MemberId, heartbeat.Sequence, Reply(MemberState.Secondary, 2, heartbeat.MemberId == 2 ? ahead : Position), TimeSpan.Zero)))
            .ToList();

        Assert.DoesNotContain(actions, action => action is MachineAction.EnableWrites);
        Assert.Equal(2, machine.View.SyncSourceId);
        Assert.Contains(Handle(machine, new MachineEvent.AppliedChanged(ahead)), action => action is MachineAction.EnableWrites);
    }

    [Fact]
    public void PositionReported_FromAnEarlierTerm_DoesNotCommit()
    {
        var machine = CreatePrimary(out var first);

        Handle(machine, new MachineEvent.PositionReported(1, 1, first));
        Assert.True(machine.View.CommitPoint < first);

        Handle(machine, new MachineEvent.PositionReported(1, 2, first));
        Assert.Equal(first, machine.View.CommitPoint);
    }

    [Fact]
    public void HeartbeatAnswered_WithALaterTerm_StepsThePrimaryDown()
    {
        var machine = CreatePrimary(out _);

        var actions = HearFrom(machine, 1, MemberState.Secondary, term: 7);

        Assert.Contains(actions, action => action is MachineAction.StepDown);
        Assert.Equal(7, machine.View.Term);
        Assert.Equal(MemberState.Secondary, machine.View.State);
    }

    [Fact]
    public void TimePassed_NobodyHeardFrom_StepsThePrimaryDown()
    {
        var machine = CreatePrimary(out _);

        _now += TimeSpan.FromSeconds(2.1);

        Assert.Contains(Handle(machine, new MachineEvent.TimePassed()), action => action is MachineAction.StepDown);
    }

    [Fact]
    public void VoteRequested_ArbiterSeesAHealthyPrimary_Refuses()
    {
        var machine = Create(selfId: 2, arbiterId: 2);
        HearFrom(machine, 0, MemberState.Primary, term: 1);

        Assert.False(IsGranted(Vote(machine, term: 2, candidate: 1, Position)));
    }

    [Fact]
    public void CommitPoint_WithAnArbiter_NeedsBothDataBearingMembers()
    {
        var machine = Create(selfId: 0, arbiterId: 2);
        Elect(machine);
        var first = EnableWrites(machine);

        HearFrom(machine, 2, MemberState.Arbiter, term: 2);
        Handle(machine, new MachineEvent.PositionReported(2, 2, first));
        Assert.True(machine.View.CommitPoint < first);

        Handle(machine, new MachineEvent.PositionReported(1, 2, first));
        Assert.Equal(first, machine.View.CommitPoint);
    }

    [Fact]
    public void SyncSourceHeard_CommitPointOfAnotherTermsLog_IsNotBelieved()
    {
        var machine = Create(selfId: 1);
        HearFrom(machine, 0, MemberState.Primary, term: 3);

        Handle(machine, new MachineEvent.SyncSourceHeard(0, 3, new OpTime(4L << 32, 3), 0, TimeSpan.Zero));

        Assert.True(machine.View.CommitPoint.IsNone);
    }

    [Fact]
    public void StepDownRequested_ForAPeriod_DoesNotStandForElectionMeanwhile()
    {
        var machine = CreatePrimary(out _);
        Handle(machine, new MachineEvent.StepDownRequested(TimeSpan.FromSeconds(30), "test"));

        var actions = PassTime(machine, TimeSpan.FromSeconds(0.4), upTo: TimeSpan.FromSeconds(20));

        Assert.DoesNotContain(actions, action => action is MachineAction.SendVoteRequest);
    }

    private static HeartbeatReply Reply(MemberState state, long term, OpTime applied) => new(state, term, applied, OpTime.None, new ConfigVersionAndTerm(1, ConfigVersionAndTerm.NoTerm), -1, "", null, 0);

    private static bool IsGranted(IReadOnlyList<MachineAction> actions) => actions.OfType<MachineAction.AnswerVote>().Single().Reply.IsGranted;

    private static ReplicaSetConfig Config(int? arbiterId) => ReplicaSetConfig.Parse(new BsonDocument
    {
        { "_id", "rs" },
        { "members", new BsonArray(Enumerable.Range(0, 3).Select(id => new BsonDocument { { "_id", id }, { "host", $"m{id}:1" }, { "arbiterOnly", id == arbiterId } })) },
        { "settings", new BsonDocument { { "electionTimeoutMillis", 2000 }, { "heartbeatIntervalMillis", 500 } } },
    });

    private ReplicaSetMachine Create(int selfId, LastVote? lastVote = null, int? arbiterId = null)
    {
        var machine = new ReplicaSetMachine(() => 0.5, lastVote ?? LastVote.None, selfId == arbiterId ? OpTime.None : Position, DataState.Ready);
        Handle(machine, new MachineEvent.ConfigOffered(Config(arbiterId), selfId, ConfigOrigin.Disk));
        return machine;
    }

    private ReplicaSetMachine CreatePrimary(out OpTime first)
    {
        var machine = Create(selfId: 0);
        Elect(machine);
        first = EnableWrites(machine);
        return machine;
    }

    private OpTime EnableWrites(ReplicaSetMachine machine)
    {
        var first = new OpTime(7L << 32, 2);
        Handle(machine, new MachineEvent.AppliedChanged(first));
        Handle(machine, new MachineEvent.WritesEnabled(2));
        return first;
    }

    private IReadOnlyList<MachineAction> Elect(ReplicaSetMachine machine)
    {
        HearFrom(machine, 1, MemberState.Secondary, term: 1);
        HearFrom(machine, 2, MemberState.Secondary, term: 1);
        var real = Handle(machine, new MachineEvent.StepUpRequested(SkipDryRun: true)).OfType<MachineAction.SendVoteRequest>().First();
        return Handle(machine, new MachineEvent.VoteAnswered(1, real.Round, new VoteReply(2, true, "")));
    }

    private IReadOnlyList<MachineAction> Vote(ReplicaSetMachine machine, long term, int candidate, OpTime applied, bool isDryRun = false) =>
        Handle(machine, new MachineEvent.VoteRequested(new VoteRequest("rs", isDryRun, term, candidate, new ConfigVersionAndTerm(1, ConfigVersionAndTerm.NoTerm), applied), 1));

    private IReadOnlyList<MachineAction> HearFrom(ReplicaSetMachine machine, int memberId, MemberState state, long term)
    {
        // Brings the next heartbeat about, and answers it.
        for (var i = 0; i < 20; i++)
        {
            var sent = Handle(machine, new MachineEvent.TimePassed()).OfType<MachineAction.SendHeartbeat>().Concat(_pending).ToList();
            _pending = sent.Where(send => send.MemberId != memberId).ToList();
            if (sent.MaxBy(send => send.MemberId == memberId ? send.Sequence : -1) is { } heartbeat && heartbeat.MemberId == memberId)
            {
                return Handle(machine, new MachineEvent.HeartbeatAnswered(memberId, heartbeat.Sequence, Reply(state, term, Position), TimeSpan.Zero));
            }

            _now += TimeSpan.FromMilliseconds(50);
        }

        throw new InvalidOperationException("no heartbeat was sent");
    }

    private List<MachineAction.SendHeartbeat> _pending = [];

    private List<MachineAction> PassTime(ReplicaSetMachine machine, TimeSpan step, TimeSpan upTo)
    {
        var actions = new List<MachineAction>();
        for (var end = _now + upTo; _now < end;)
        {
            _now += step;
            foreach (var action in Handle(machine, new MachineEvent.TimePassed()))
            {
                actions.Add(action);
                if (action is MachineAction.SendHeartbeat send)
                {
                    actions.AddRange(Handle(machine, new MachineEvent.HeartbeatAnswered(send.MemberId, send.Sequence, Reply(MemberState.Secondary, machine.View.Term, Position), TimeSpan.Zero)));
                }
            }

            if (actions.Exists(action => action is MachineAction.SendVoteRequest))
            {
                break;
            }
        }

        return actions;
    }

    private IReadOnlyList<MachineAction> Handle(ReplicaSetMachine machine, MachineEvent machineEvent)
    {
        var actions = machine.Handle(machineEvent, _now);
        _pending.AddRange(machineEvent is MachineEvent.TimePassed ? [] : actions.OfType<MachineAction.SendHeartbeat>());
        return actions;
    }
}
