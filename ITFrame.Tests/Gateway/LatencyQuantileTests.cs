using ITFrame.Gateway.Hedging;
using Xunit;

namespace ITFrame.Tests.Gateway;

public sealed class LatencyQuantileTests
{
    [Fact]
    public void Value_TooFewLatencies_None()
    {
        var quantile = new LatencyQuantile();
        Add(quantile, Enumerable.Range(1, LatencyQuantile.Step - 1));

        Assert.Null(quantile.Value);
    }

    [Fact]
    public void Value_Latencies_TheirQuantile()
    {
        var quantile = new LatencyQuantile();
        Add(quantile, Enumerable.Range(1, 320).Reverse());

        Assert.Equal(304, quantile.Value?.TotalMilliseconds);
    }

    [Fact]
    public void Value_ManyLatencies_OfTheLastOnesOnly()
    {
        var quantile = new LatencyQuantile();
        Add(quantile, Enumerable.Repeat(1000, 5 * LatencyQuantile.Kept));
        Add(quantile, Enumerable.Repeat(1, LatencyQuantile.Kept));

        Assert.Equal(1, quantile.Value?.TotalMilliseconds);
    }

    private static void Add(LatencyQuantile quantile, IEnumerable<int> milliseconds)
    {
        foreach (var latency in milliseconds)
        {
            quantile.Add(TimeSpan.FromMilliseconds(latency), 0.95);
        }
    }
}
