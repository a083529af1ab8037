using ITFrame.Gateway.EventStreams;
using ITFrame.Gateway.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Tests.Gateway;

public sealed class SlowStartPolicyTests
{
    private const int Picks = 10_000;

    private readonly FakeTimeProvider _clock = new();
    private readonly DestinationRecords _records = new();
    private readonly DestinationState _a = TestDestinations.Create("a");
    private readonly DestinationState _b = TestDestinations.Create("b");

    [Fact]
    public void Pick_NeverUnhealthy_HalfEach() => Assert.InRange(ShareOfA(), 0.48, 0.52);

    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(5, 0.25)]
    [InlineData(8, 0.4)]
    [InlineData(10, 0.5)]
    public void Pick_HasReturned_ItsPartGrows(double seconds, double share)
    {
        Return(_a);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.InRange(ShareOfA(), share - 0.02, share + 0.02);
    }

    [Fact]
    public void Pick_BothHaveReturned_HalfEach()
    {
        Return(_a);
        Return(_b);

        Assert.InRange(ShareOfA(), 0.48, 0.52);
    }

    [Fact]
    public void Pick_OnlyOne_ItIsThat()
    {
        Return(_a);

        Assert.Same(_a, Policy().PickDestination(new DefaultHttpContext(), new ClusterState("c"), [_a]));
        Assert.Null(Policy().PickDestination(new DefaultHttpContext(), new ClusterState("c"), []));
    }

    [Theory]
    [InlineData(false, 0.48, 0.52)]
    [InlineData(true, 1, 1)]
    public void Pick_OtherHasEventStreams_CountsThemForEventStreamsOnly(bool isEventStream, double least, double most)
    {
        _b.ConcurrentRequestCount = 100;
        for (var stream = 0; stream < 100; stream++)
        {
            _records.Of(_b).AddEventStream();
        }

        Assert.InRange(ShareOfA(isEventStream), least, most);
    }

    private void Return(DestinationState destination)
    {
        _records.Of(destination).SetAvailable(false, _clock.GetTimestamp());
        _records.Of(destination).SetAvailable(true, _clock.GetTimestamp());
    }

    private double ShareOfA(bool isEventStream = false)
    {
        var policy = Policy();
        var (context, cluster) = (new DefaultHttpContext(), new ClusterState("c"));
        if (isEventStream)
        {
            EventStream.Mark(context);
        }

        return (double)Enumerable.Range(0, Picks).Count(_ => ReferenceEquals(policy.PickDestination(context, cluster, [_a, _b]), _a)) / Picks;
    }

    private SlowStartPolicy Policy() => new(TestSettings.Create(new()), _records, _clock, new Random(1));
}
