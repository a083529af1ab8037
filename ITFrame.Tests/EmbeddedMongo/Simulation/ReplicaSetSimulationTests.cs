using ITFrame.EmbeddedMongo.Replication.Machine;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

public sealed class ReplicaSetSimulationTests
{
    // More of them than a quick test run can afford are run by setting the variable.
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("ITFRAME_SIMULATION_SEEDS"), out var seeds) ? seeds : 300;

    [Fact]
    public void Initiate_QuietNetwork_ElectsTheHighestPrioritySoon()
    {
        var set = new SimulatedSet(seed: 1);
        set.Start();
        set.Network.RunUntil(TimeSpan.FromSeconds(2));

        Assert.Equal(0, set.Primary?.Id);
        Assert.All(set.Nodes, node => Assert.Equal(0, node.View.PrimaryId));
    }

    [Fact]
    public void Crash_OfThePrimary_IsReplacedWithinTwoElectionTimeouts()
    {
        var set = new SimulatedSet(seed: 2);
        set.Start();
        set.Network.RunUntil(TimeSpan.FromSeconds(3));
        set.Nodes[0].Crash();
        set.Network.RunUntil(TimeSpan.FromSeconds(7));

        Assert.NotNull(set.Primary);
        Assert.NotEqual(0, set.Primary.Id);
    }

    [Fact]
    public void Restart_OfTheHighestPriority_TakesOver()
    {
        var set = new SimulatedSet(seed: 3);
        set.Start();
        set.Network.RunUntil(TimeSpan.FromSeconds(3));
        set.Nodes[0].Crash();
        set.Network.RunUntil(TimeSpan.FromSeconds(8));
        set.Nodes[0].Restart();
        set.Network.RunUntil(TimeSpan.FromSeconds(20));

        Assert.Equal(0, set.Primary?.Id);
    }

    [Fact]
    public void Cut_OfThePrimaryFromBothOthers_StepsItDown()
    {
        var set = new SimulatedSet(seed: 4);
        set.Start();
        set.Network.RunUntil(TimeSpan.FromSeconds(3));
        set.Network.Cut(0, 1);
        set.Network.Cut(0, 2);
        set.Network.RunUntil(TimeSpan.FromSeconds(9));

        Assert.Equal(MemberState.Secondary, set.Nodes[0].View.State);
        Assert.NotNull(set.Primary);
    }

    [Fact]
    public void Cut_OfOneLink_KeepsThePrimaryAndReplicatesAroundIt()
    {
        var set = new SimulatedSet(seed: 5);
        set.Start();
        set.Network.RunUntil(TimeSpan.FromSeconds(3));
        var term = set.Nodes[0].View.Term;
        set.Network.Cut(0, 1);
        set.Network.RunUntil(TimeSpan.FromSeconds(20));
        set.Nodes[0].Write();
        set.Network.RunUntil(TimeSpan.FromSeconds(22));

        Assert.Equal(0, set.Primary?.Id);
        Assert.Equal(term, set.Primary?.View.Term);
        Assert.Equal(set.Nodes[0].Log, set.Nodes[1].Log);
        Assert.Equal(set.Nodes[0].Log[^1], set.Nodes[0].View.CommitPoint);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Chaos_AnySeed_LosesNothingCommittedAndRecovers(int members)
    {
        for (var seed = 0; seed < Seeds / members; seed++)
        {
            var set = new SimulatedSet(seed, members);
            set.Start();
            set.Network.RunUntil(TimeSpan.FromSeconds(2));
            set.RunChaos(TimeSpan.FromSeconds(40));
            set.Recover();
            set.Network.RunUntil(set.Network.Now + TimeSpan.FromSeconds(15));

            var primary = set.Primary;
            Assert.True(primary is not null, $"seed {seed}: no primary after the network healed");
            primary.Write();
            set.Network.RunUntil(set.Network.Now + TimeSpan.FromSeconds(3));
            Assert.True(Array.TrueForAll(set.Nodes, node => node.Log.SequenceEqual(set.Nodes[0].Log)), $"seed {seed}: the logs differ");
            Assert.True(set.CommittedCount == set.Nodes[0].Log.Count, $"seed {seed}: {set.CommittedCount} of {set.Nodes[0].Log.Count} entries are committed");
        }
    }
}
