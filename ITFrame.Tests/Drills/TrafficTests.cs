using ITFrame.Drills.Clients;
using ITFrame.Drills.Traffic;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class TrafficTests
{
    private static readonly TrafficOptions Options = new() { Rate = 200, Seed = 7, Clients = 10 };

    [Fact]
    public void Poisson_SameSeed_SameArrivals()
    {
        var first = ArrivalSchedule.Poisson(200, TimeSpan.FromSeconds(5), 7).ToList();

        Assert.Equal(first, ArrivalSchedule.Poisson(200, TimeSpan.FromSeconds(5), 7));
        Assert.NotEqual(first, ArrivalSchedule.Poisson(200, TimeSpan.FromSeconds(5), 8));
    }

    [Fact]
    public void Poisson_LongRun_HasTheRateAndIsInOrder()
    {
        var arrivals = ArrivalSchedule.Poisson(200, TimeSpan.FromSeconds(100), 7).ToList();

        // 20,000 expected; five standard deviations are about 700.
        Assert.InRange(arrivals.Count, 19_300, 20_700);
        Assert.Equal(arrivals.Order(), arrivals);
        Assert.All(arrivals, arrival => Assert.InRange(arrival, TimeSpan.Zero, TimeSpan.FromSeconds(100)));
    }

    [Fact]
    public void StoreSong_OfWarmUpAndRun_HasAKeyOfItsOwn()
    {
        var requests = new HubRequests("demo", "key", "token");
        var keys = new[] { "warm-1f", "20261124-2a" }
            .Select(runId => new TrafficMix(runId, "demo", new StationWriters(runId), Options))
            .SelectMany(mix => Enumerable.Range(0, 1_000).Select(_ => mix.Next(TimeSpan.Zero)))
            .Where(operation => operation.Kind == OperationKind.StoreSong)
            .Select(operation => requests.For(operation).IdempotencyKey)
            .ToList();

        Assert.True(keys.Count > 100);
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^[!-~]{1,255}$", key));
    }

    [Fact]
    public void Next_ManyOperations_AreMostlyReadsAndWritesAreUnique()
    {
        var stations = new StationWriters("run");
        var operations = Take(stations, 10_000);

        var writes = operations.FindAll(operation => operation.Kind.IsWrite());
        Assert.InRange(writes.Count, 2_700, 3_300);
        Assert.Equal(writes.Count, writes.Select(operation => (operation.Write!.Station, operation.Write.Text)).Distinct().Count());
        Assert.Equal(10, operations.Select(operation => operation.Client).Distinct().Count());
        Assert.Contains(operations, operation => operation.Kind == OperationKind.Cluster);
    }

    [Fact]
    public void Take_StationHasAWriteUnderWay_IsNotTakenAgain()
    {
        var stations = new StationWriters("run", minimum: 2);

        var taken = Enumerable.Range(0, 5).Select(_ => stations.Take()).ToList();

        Assert.Equal(5, taken.Select(write => write.Station).Distinct().Count());
        Assert.Equal(5, stations.Count);
    }

    [Fact]
    public void Take_StationWasReturned_ItsSequenceGrows()
    {
        var stations = new StationWriters("run", minimum: 1);
        var first = stations.Take();
        stations.Return(first.Station);
        var second = stations.Take();

        Assert.Equal(first.Station, second.Station);
        Assert.Equal((1, 2), (first.Sequence, second.Sequence));
        Assert.NotEqual(first.Text, second.Text);
    }

    private static List<Operation> Take(StationWriters stations, int count)
    {
        var mix = new TrafficMix("run", "demo", stations, Options);
        var operations = new List<Operation>();
        for (var number = 0; number < count; number++)
        {
            var operation = mix.Next(TimeSpan.FromMilliseconds(number));
            operations.Add(operation);
            if (operation.Kind == OperationKind.PlayerSettings)
            {
                stations.Return(operation.Write!.Station);
            }
        }

        return operations;
    }
}
