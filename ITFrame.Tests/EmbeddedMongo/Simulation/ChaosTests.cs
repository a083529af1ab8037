using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>Thousands of members' lives in virtual time, and what must hold in all of them.</summary>
public sealed class ChaosTests
{
    private const int DefaultSeeds = 1_000;
    private const int BrokenSeeds = 20_000;

    [Fact]
    public void AnySeed_LosesNothingCommittedElectsInTimeAndRecovers()
    {
        var one = Number("ITFRAME_SIMULATION_SEED");
        var seeds = one is { } seedAgain ? [seedAgain] : Enumerable.Range(0, Number("ITFRAME_SIMULATION_SEEDS") ?? DefaultSeeds);
        var problems = new ConcurrentBag<(int Seed, string Problem)>();
        Parallel.ForEach(Partitioner.Create(seeds, EnumerablePartitionerOptions.NoBuffering), Options(), seed =>
        {
            if (problems.Count < 5 && SimulationRun.Run(seed, isDetailed: one is not null) is { } problem)
            {
                problems.Add((seed, problem));
            }
        });
        Assert.True(problems.IsEmpty, string.Join(Environment.NewLine, problems.OrderBy(found => found.Seed).Select(found => found.Problem)));
    }

    [Fact]
    public void OneSeed_AlwaysDoesTheSame()
    {
        var (seed, problem) = FindProblem(Bug.AcknowledgesBeforeSync, "committed");

        Assert.Equal(problem, SimulationRun.Run(seed, Bug.AcknowledgesBeforeSync));
    }

    [Theory]
    [InlineData(Bug.ForgetsVote, "two primaries")]
    [InlineData(Bug.AcknowledgesBeforeSync, "committed")]
    [InlineData(Bug.CommitsEarlierTerms, "committed")]
    [InlineData(Bug.VotesForOlderLogs, "committed")]
    [InlineData(Bug.FollowsAnybody, "committed")]
    [InlineData(Bug.ReconfiguresByForce, "primar")]
    public void BrokenRule_SomeSeed_Notices(Bug bug, string expected)
    {
        var (seed, _) = FindProblem(bug, expected);

        Assert.True(seed >= 0, $"{BrokenSeeds} seeds notice nothing of {bug}");
    }

    private static (int Seed, string Problem) FindProblem(Bug bug, string expected)
    {
        for (var seed = 0; seed < BrokenSeeds; seed++)
        {
            if (SimulationRun.Run(seed, bug) is { } problem && problem.Split(Environment.NewLine)[0].Contains(expected, StringComparison.Ordinal))
            {
                return (seed, problem);
            }
        }

        return (-1, "");
    }

    private static ParallelOptions Options() => new() { CancellationToken = TestContext.Current.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
