using ITFrame.Wan.Links;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Wan;

public sealed class LinkTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void ArrivalOf_Ideal_IsNow() => Assert.Equal(TimeSpan.Zero, Delay(LinkConditions.Ideal, bytes: 1_000_000));

    [Fact]
    public void ArrivalOf_Latency_IsHalfTheRoundTrip()
        => Assert.Equal(TimeSpan.FromMilliseconds(5), Delay(new LinkConditions(10, 0, 0, 0), bytes: 100));

    [Fact]
    public void ArrivalOf_Jitter_IsAddedToLatency()
    {
        var link = CreateLink(new LinkConditions(10, 4, 0, 0));

        var delays = Enumerable.Range(0, 200).Select(_ => Delay(link, bytes: 1)).ToList();

        Assert.All(delays, delay => Assert.InRange(delay.TotalMilliseconds, 5, 9));
        Assert.True(delays.Distinct().Count() > 100);
    }

    [Fact]
    public void ArrivalOf_Bandwidth_QueuesWhatIsSentTogether()
    {
        // 8 Mbit/s is a byte a microsecond.
        var link = CreateLink(new LinkConditions(10, 0, 0, 8));

        Assert.Equal(TimeSpan.FromMilliseconds(6), Delay(link, bytes: 1000));
        Assert.Equal(TimeSpan.FromMilliseconds(7), Delay(link, bytes: 1000));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromMilliseconds(6), Delay(link, bytes: 1000));
    }

    [Fact]
    public void ArrivalOf_Bandwidth_EachDirectionHasItsOwn()
    {
        var link = CreateLink(new LinkConditions(0, 0, 0, 8));

        Assert.Equal(TimeSpan.FromMilliseconds(1), Delay(link, bytes: 1000, from: "london"));
        Assert.Equal(TimeSpan.FromMilliseconds(1), Delay(link, bytes: 1000, from: "frankfurt"));
    }

    [Fact]
    public void ArrivalOf_Loss_StallsSomeAsARetransmissionDoes()
    {
        var link = CreateLink(new LinkConditions(10, 0, 20, 0));

        var delays = Enumerable.Range(0, 1000).Select(_ => Delay(link, bytes: 1).TotalMilliseconds).ToList();

        Assert.Contains(5, delays);
        Assert.Contains(5 + 210, delays);
        Assert.Contains(5 + 210 + 420, delays);
        Assert.InRange(delays.Count(delay => delay > 5), 120, 280);
    }

    [Fact]
    public async Task WhenUpAsync_Cut_CompletesOnRestore()
    {
        var link = CreateLink(LinkConditions.Ideal);
        Assert.True(link.WhenUpAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);

        link.SetCut(true);
        var waiting = link.WhenUpAsync(TestContext.Current.CancellationToken);
        link.SetCut(true);
        Assert.False(waiting.IsCompleted);
        link.SetCut(false);

        await waiting;
        Assert.False(link.IsCut);
    }

    [Theory]
    [InlineData(-1, 0, 0, 0, "roundTripMilliseconds")]
    [InlineData(double.NaN, 0, 0, 0, "roundTripMilliseconds")]
    [InlineData(0, 1e9, 0, 0, "jitterMilliseconds")]
    [InlineData(0, 0, 100, 0, "lossPercent")]
    [InlineData(0, 0, 0, -5, "bandwidthMegabits")]
    public void Validate_OutOfRange_NamesTheValue(double roundTrip, double jitter, double loss, double bandwidth, string name)
        => Assert.Equal(name, Assert.Single(new LinkConditions(roundTrip, jitter, loss, bandwidth).Validate()).Name);

    private Link CreateLink(LinkConditions conditions) => new("london", "frankfurt", conditions, _clock, new Random(1));

    private TimeSpan Delay(LinkConditions conditions, int bytes) => Delay(CreateLink(conditions), bytes);

    private TimeSpan Delay(Link link, int bytes, string from = "london")
        => _clock.GetElapsedTime(_clock.GetTimestamp(), link.ArrivalOf(bytes, link.LaneFrom(from)));
}
