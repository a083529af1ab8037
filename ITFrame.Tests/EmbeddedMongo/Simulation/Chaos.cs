using System.Globalization;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Replication.Machine;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>Does random harm to a set, and keeps a list of it.</summary>
internal sealed class Chaos(SimulatedSet set)
{
    private readonly List<string> _schedule = [];
    private long _correlation;

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(2);

    private SimulatedNetwork Network => set.Network;

    private Random Random => set.Random;

    public IReadOnlyList<string> Schedule => _schedule;

    /// <summary>Plans faults for some time, with writes all the while.</summary>
    public void Plan(TimeSpan duration)
    {
        var end = Network.Now + duration;
        Network.LossRate = Random.Next(3) == 0 ? 0 : Random.NextDouble() * 0.1;
        Network.DuplicationRate = Random.Next(3) == 0 ? 0.05 : 0;
        Note($"loss {Network.LossRate:P1}, duplication {Network.DuplicationRate:P1}");
        for (var time = Network.Now; time < end; time += TimeSpan.FromMilliseconds(Random.Next(20, 400)))
        {
            Network.At(time, Write);
        }

        for (var time = Network.Now; time < end; time += TimeSpan.FromMilliseconds(Random.Next(100, 1500)))
        {
            Network.At(time, Fault);
        }
    }

    /// <summary>Takes all harm back.</summary>
    public void Recover()
    {
        Network.Heal();
        Network.LossRate = 0;
        Network.DuplicationRate = 0;
        Network.MaxDelay = TimeSpan.FromMilliseconds(20);
        foreach (var node in set.Nodes)
        {
            node.Thaw();
            if (!node.IsUp)
            {
                node.Start();
            }
        }

        Note("all is well again");
    }

    /// <summary>Ends the primary and as many others as the rest can do without.</summary>
    public void CrashMinority()
    {
        if (set.Primary is not { } primary)
        {
            return;
        }

        var config = primary.View.Config!;
        foreach (var member in config.Members.Where(member => member.IsVoter).OrderBy(member => member.Id == primary.Id ? -1 : Random.Next()).Take(config.VoterCount - config.VoteMajority).ToList())
        {
            // Somebody who can be primary must be left, who has all that may be committed.
            if (config.Members.Any(other => other.IsElectable && other.Id != member.Id && set.Nodes[other.Id].IsUp))
            {
                Crash(set.Nodes[member.Id], isPowerCut: member.Id != primary.Id);
            }
        }
    }

    public void Note(string what) => _schedule.Add(string.Create(CultureInfo.InvariantCulture, $"{Network.Now.TotalSeconds:F3} s: {what}"));

    private void Write()
    {
        foreach (var node in set.Nodes)
        {
            for (var i = Random.Next(3); i >= 0 && node.IsWritable; i--)
            {
                node.Write();
            }
        }
    }

    private void Fault()
    {
        var node = set.Nodes[Random.Next(set.Nodes.Length)];
        var other = set.Nodes[Random.Next(set.Nodes.Length)];
        switch (Random.Next(16))
        {
            case 0 or 1:
                Crash(node, isPowerCut: Random.Next(2) == 0);
                break;
            case 2:
                Crash(set.Primary, isPowerCut: Random.Next(2) == 0);
                break;
            case 3 or 4 or 5:
                Restart(Array.Find(set.Nodes, down => !down.IsUp));
                break;
            case 6:
                Network.CutBothWays(node.Id, other.Id);
                Note($"{node.Id} and {other.Id} are cut off from each other");
                break;
            case 7:
                Network.Cut(node.Id, other.Id);
                Note($"nothing gets from {node.Id} to {other.Id}");
                break;
            case 8:
                Isolate(set.Primary ?? node);
                break;
            case 9 or 10:
                Network.Heal();
                Note("the network heals");
                break;
            case 11:
                Network.MaxDelay = TimeSpan.FromMilliseconds(Random.Next(1, 600));
                Note($"delays are up to {Network.MaxDelay.TotalMilliseconds} ms");
                break;
            case 12:
                Freeze(Random.Next(2) == 0 ? node : set.Primary ?? node);
                break;
            case 13:
                StepDown(set.Primary);
                break;
            default:
                Reconfigure(set.Primary);
                break;
        }
    }

    private void Crash(SimulatedNode? node, bool isPowerCut)
    {
        if (node is { IsUp: true })
        {
            Note(isPowerCut ? $"{node.Id} loses its power" : $"{node.Id} crashes");
            node.Crash(isPowerCut);
        }
    }

    private void Restart(SimulatedNode? node)
    {
        if (node is not null)
        {
            Note($"{node.Id} starts again");
            node.Start();
        }
    }

    private void Isolate(SimulatedNode node)
    {
        Note($"{node.Id} is cut off from all");
        foreach (var other in set.Nodes)
        {
            Network.CutBothWays(node.Id, other.Id);
        }
    }

    private void Freeze(SimulatedNode node)
    {
        var period = TimeSpan.FromMilliseconds(Random.Next(100, 5000));
        Note($"{node.Id} freezes for {period.TotalSeconds:F1} s");
        node.Freeze(period);
    }

    private void StepDown(SimulatedNode? node)
    {
        if (node is null)
        {
            return;
        }

        Note($"{node.Id} is asked to step down");
        node.Handle(new MachineEvent.StepDownRequested(LongestPeriod * Random.NextDouble(), "chaos"));
        var heir = set.Nodes[Random.Next(set.Nodes.Length)];
        heir.Handle(Random.Next(3) == 0
            ? new MachineEvent.FreezeRequested(LongestPeriod * Random.NextDouble())
            : new MachineEvent.StepUpRequested(SkipDryRun: Random.Next(2) == 0));
    }

    private void Reconfigure(SimulatedNode? primary)
    {
        if (primary?.View.Config is not { } config)
        {
            return;
        }

        var isForced = set.Bug == Bug.ReconfiguresByForce;
        var next = Change(config, primary.Id);
        if (isForced)
        {
            next = Change(next, primary.Id);
        }

        var wanted = string.Join(", ", next.Members.Select(member => string.Create(CultureInfo.InvariantCulture, $"{member.Id}:{member.BaseVotes}/{member.BasePriority}")));
        Note($"{primary.Id} is asked for the members (votes/priority) {wanted}");
        primary.Handle(new MachineEvent.ReconfigRequested(next.With(next.VersionAndTerm with { Version = config.Version + 1 }), primary.Id, isForced, ++_correlation));
    }

    private ReplicaSetConfig Change(ReplicaSetConfig config, int primaryId)
    {
        var member = config.Members[Random.Next(config.Members.Count)];
        var absent = set.Nodes.Where(node => config.FindById(node.Id) is null).ToList();
        return Random.Next(4) switch
        {
            0 when absent.Count > 0 && config.Members.Count(other => other.BaseVotes > 0) < 7 =>
                config.With(config.Members.Append(new MemberConfig { Id = absent[0].Id, Host = SimulatedSet.HostOf(absent[0].Id) })),
            1 when member.Id != primaryId && config.Members.Count > 2 => config.With(config.Members.Where(other => other.Id != member.Id)),
            2 when member is { IsArbiter: false } && member.Id != primaryId => Replace(config, member with { BaseVotes = 1 - member.BaseVotes, BasePriority = member.BaseVotes == 1 ? 0 : 1 }),
            _ when member is { IsArbiter: false, BaseVotes: 1 } => Replace(config, member with { BasePriority = Random.Next(member.Id == primaryId ? 1 : 0, 6) }),
            _ => config,
        };
    }

    private static ReplicaSetConfig Replace(ReplicaSetConfig config, MemberConfig member) =>
        config.With(config.Members.Select(other => other.Id == member.Id ? member : other));
}
