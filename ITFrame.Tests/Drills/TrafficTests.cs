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
    public void For_WritesOfWarmUpAndRun_HaveKeysOfTheirOwn()
    {
        var requests = new HubRequests("demo", "key", "token");
        var keys = new[] { "warm-1f", "20261124-2a" }
            .SelectMany(runId => Take(runId, 2_000))
            .Select(operation => requests.For(operation, new RegisterView(1, "v", "t")).IdempotencyKey)
            .OfType<string>()
            .ToList();

        Assert.True(keys.Count > 400);
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^[!-~]{1,255}$", key));
    }

    [Fact]
    public void Next_ManyOperations_AreTheMix()
    {
        var operations = Take("run", 20_000);

        // Five standard deviations of the rarest are about a quarter of it.
        Assert.All(OperationKinds.All, kind => Assert.InRange(operations.Count(operation => operation.Kind == kind) / 20_000.0, kind.Share() * 0.6, kind.Share() * 1.4));
        Assert.All(operations, operation => Assert.Equal(operation.Kind.Client(), TrafficMix.KindOf(operation.Client)));
        Assert.Equal(10, operations.Select(operation => operation.Client).Distinct().Count());
        var writes = operations.FindAll(operation => operation.Kind.IsWrite());
        Assert.Equal(writes.Count, writes.Select(operation => (operation.Write!.Station, operation.Write.Text)).Distinct().Count());
    }

    [Fact]
    public void Next_Shares_AreTheWhole() => Assert.Equal(1, OperationKinds.All.Sum(kind => kind.Share()), precision: 9);

    [Fact]
    public void Next_SameSeed_SameOperations() => Assert.Equal(Take("run", 500), Take("run", 500));

    [Fact]
    public void Next_NoSessionIsOpen_OpensOneInPlaceOfClosing()
    {
        var mix = new TrafficMix("run", "demo", new StationWriters("run"), new Registers("run"), new OpenSessions(), Options);

        Assert.DoesNotContain(Enumerable.Range(0, 2_000).Select(_ => mix.Next(TimeSpan.Zero)), operation => operation.Kind == OperationKind.CloseSession);
    }

    [Fact]
    public void See_AnswersThatOvertakeEachOther_TheNewerRevisionCounts()
    {
        var registers = new Registers("run");
        registers.See(1, "s", new RegisterView(5, "five", "token 5"));
        registers.See(1, "s", new RegisterView(4, "four", "token 4"));
        registers.See(1, "s", new RegisterView(6, "six", null));

        Assert.Equal(new RegisterView(6, "six", "token 5"), registers.ViewOf(1, "s"));
        Assert.Null(registers.ViewOf(2, "s"));
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

    private static List<Operation> Take(string runId, int count)
    {
        var stations = new StationWriters(runId);
        var sessions = new OpenSessions();
        var mix = new TrafficMix(runId, "demo", stations, new Registers(runId), sessions, Options);
        var operations = new List<Operation>();
        for (var number = 0; number < count; number++)
        {
            var operation = mix.Next(TimeSpan.FromMilliseconds(number));
            operations.Add(operation);
            if (operation.Kind == OperationKind.PlayerSettings)
            {
                stations.Return(operation.Write!.Station);
            }
            else if (operation.Kind == OperationKind.CreateSession)
            {
                sessions.Add(runId + number);
            }
        }

        return operations;
    }
}
