using System.Globalization;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>One seed from beginning to end: chaos, then peace, in which all must be well again.</summary>
internal sealed class SimulationRun
{
    /// <summary>
    /// Within this time a majority that can talk has a primary that writes: a vote or a hand-over may just have reset a
    /// member's election timer, a member may be kept from standing for two seconds, and an election may meet another.
    /// </summary>
    public static readonly TimeSpan ElectionBound = SetLayout.ElectionTimeout * 4;

    private static readonly TimeSpan ChaosTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(40);

    private readonly SimulatedSet _set;
    private readonly Chaos _chaos;
    private readonly SetLayout _layout;
    private readonly int _seed;

    private SimulationRun(int seed, Bug bug, bool isDetailed)
    {
        _seed = seed;
        var shape = new Random(seed ^ 0x5EED);
        _layout = shape.Next(10) switch
        {
            < 4 => new SetLayout(3),
            4 => new SetLayout(3, HasPriorities: false),
            5 => new SetLayout(3, Arbiters: 1),
            6 => new SetLayout(4, NonVoters: 1),
            7 => new SetLayout(5, Arbiters: 1, NonVoters: 1),
            8 => new SetLayout(5, HasPriorities: false),
            _ => new SetLayout(5),
        };
        _set = new SimulatedSet(seed, _layout, spares: shape.Next(3) == 0 ? 1 : 0, bug);
        _chaos = new Chaos(_set);
        _set.Noted = isDetailed ? _chaos.Note : null;
    }

    /// <summary>What went wrong, with the schedule that led to it; null when nothing did.</summary>
    public static string? Run(int seed, Bug bug = Bug.None, bool isDetailed = false)
    {
        var run = new SimulationRun(seed, bug, isDetailed);
        try
        {
            run.Run();
            return null;
        }
        catch (SimulationViolationException violation)
        {
            return run.Describe(violation.Message);
        }
    }

    private static void Demand(bool condition, Func<string> otherwise)
    {
        if (!condition)
        {
            throw new SimulationViolationException(otherwise());
        }
    }

    private void Run()
    {
        _set.Start();
        DemandPrimary("after the start");
        _chaos.Plan(ChaosTime);
        _set.Network.RunUntil(_set.Network.Now + ChaosTime);

        _chaos.Recover();
        DemandPrimary("after all was well again");
        DemandSoon(_set.IsConfigShared, "no config that all have");
        _chaos.CrashMinority();
        DemandPrimary("with a majority up");
        _chaos.Recover();
        DemandSoon(_set.IsSettled, "not at rest");
    }

    private void DemandPrimary(string when)
    {
        var isElected = _set.Network.RunUntil(_set.Network.Now + ElectionBound, () => _set.Primary is not null);
        Demand(isElected, () => $"no primary within {ElectionBound.TotalSeconds} s {when}: {_set.Describe()}");
    }

    private void DemandSoon(Func<bool> condition, string otherwise)
    {
        var end = _set.Network.Now + SettlingTime;
        while (_set.Network.Now < end && !condition())
        {
            _set.Network.RunUntil(_set.Network.Now + TimeSpan.FromMilliseconds(250));
        }

        Demand(condition(), () => $"{otherwise} {SettlingTime.TotalSeconds} s after all was well again, {_set.Witness.CommittedCount} entries committed: {_set.Describe()}");
    }

    private string Describe(string problem) => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {_seed}, {_layout}: {problem}{Environment.NewLine}  at {_set.Network.Now.TotalSeconds:F3} s, after{Environment.NewLine}    {string.Join(Environment.NewLine + "    ", _chaos.Schedule)}{Environment.NewLine}  again with ITFRAME_SIMULATION_SEED={_seed}");
}
