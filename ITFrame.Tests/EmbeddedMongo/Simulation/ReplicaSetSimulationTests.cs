using ITFrame.EmbeddedMongo.Replication.Machine;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>Single situations in virtual time.</summary>
public sealed class ReplicaSetSimulationTests
{
    private readonly SimulatedSet _set = new(seed: 1, new SetLayout(3), spares: 1);

    [Fact]
    public void Initiate_QuietNetwork_ElectsTheHighestPrioritySoon()
    {
        Start();

        Assert.Equal(0, _set.Primary?.Id);
        Assert.All(_set.Nodes[..3], node => Assert.Equal(0, node.View.PrimaryId));
    }

    [Fact]
    public void Crash_OfThePrimary_IsReplacedWithinTwoElectionTimeouts()
    {
        Start();
        _set.Nodes[0].Crash(isPowerCut: false);
        Run(4);

        Assert.NotNull(_set.Primary);
        Assert.NotEqual(0, _set.Primary.Id);
    }

    [Fact]
    public void Restart_OfTheHighestPriority_TakesOver()
    {
        Start();
        _set.Nodes[0].Crash(isPowerCut: false);
        Run(5);
        _set.Nodes[0].Start();
        Run(12);

        Assert.Equal(0, _set.Primary?.Id);
        Assert.Equal(ElectionReason.PriorityTakeover, _set.Primary?.View.Election?.Reason);
    }

    [Fact]
    public void Cut_OfThePrimaryFromBothOthers_StepsItDown()
    {
        Start();
        _set.Network.CutBothWays(0, 1);
        _set.Network.CutBothWays(0, 2);
        Run(6);

        Assert.Equal(MemberState.Secondary, _set.Nodes[0].View.State);
        Assert.NotNull(_set.Primary);
    }

    [Fact]
    public void Cut_OfOneLink_KeepsThePrimaryAndReplicatesAroundIt()
    {
        Start();
        var term = _set.Nodes[0].View.Term;
        _set.Network.CutBothWays(0, 1);
        Run(17);
        _set.Nodes[0].Write();
        Run(3);

        Assert.Equal(0, _set.Primary?.Id);
        Assert.Equal(term, _set.Primary?.View.Term);
        Assert.Same(_set.Nodes[0].Log.Last, _set.Nodes[1].Log.Last);
        Assert.Equal(_set.Nodes[0].Log.Last?.OpTime, _set.Nodes[0].View.CommitPoint);
    }

    [Fact]
    public void Reconfig_AddsAMember_ThatVotesWhenItHasItsData()
    {
        Start();
        _set.Nodes[0].Write();
        var config = _set.Nodes[0].View.Config!;
        var added = new ITFrame.EmbeddedMongo.Replication.MemberConfig { Id = 3, Host = SimulatedSet.HostOf(3) };
        var next = config.With(config.Members.Append(added)).With(config.VersionAndTerm with { Version = config.Version + 1 });
        _set.Nodes[0].Handle(new MachineEvent.ReconfigRequested(next, 0, IsForced: false, 1));
        Assert.True(_set.Nodes[0].View.Config!.FindById(3)!.IsNewlyAdded);
        Assert.Equal(3, _set.Nodes[0].View.Config!.VoterCount);
        Run(5);

        Assert.True(_set.IsSettled());
        Assert.Equal(4, _set.Nodes[3].View.Config!.VoterCount);
        Assert.Equal(MemberState.Secondary, _set.Nodes[3].View.State);
        Assert.Equal(next.Version + 1, _set.Nodes[0].View.Config!.Version);
    }

    [Fact]
    public void Reconfig_RemovesAMember_WhichLearnsOfIt()
    {
        Start();
        var config = _set.Nodes[0].View.Config!;
        var next = config.With(config.Members.Where(member => member.Id != 2)).With(config.VersionAndTerm with { Version = config.Version + 1 });
        _set.Nodes[0].Handle(new MachineEvent.ReconfigRequested(next, 0, IsForced: false, 1));
        Run(5);

        Assert.Equal(MemberState.Removed, _set.Nodes[2].View.State);
        Assert.True(_set.IsSettled());
    }

    [Fact]
    public void Election_StampsTheConfigWithTheTerm()
    {
        Start();

        Assert.Equal(1, _set.Nodes[0].View.Config!.Version);
        Assert.Equal(_set.Nodes[0].View.Term, _set.Nodes[0].View.Config!.Term);
        Assert.True(_set.Nodes[0].View.IsConfigCommitted && _set.Nodes[0].View.IsOplogCommittedInConfig);
    }

    private void Start()
    {
        _set.Start();
        Run(3);
    }

    private void Run(double seconds) => _set.Network.RunUntil(_set.Network.Now + TimeSpan.FromSeconds(seconds));
}
