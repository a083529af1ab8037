using CsCheck;
using ITFrame.Api.Dj.Clocks;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class ClockCoverageTest
{
    private static readonly Gen<int> Minutes = Gen.OneOf(Gen.Int[0, ClockTime.MinutesAWeek - 1], Gen.Const(0), Gen.Const(ClockTime.MinutesAWeek - 1), Gen.Int[0, 6].Select(day => day * 1440));

    [Fact]
    public void FindGaps_AnyClocks_AreTheMinutesThatNoClockHas()
        => Gen.Select(Minutes, Minutes).Array[0, 8].Sample(clocks =>
        {
            var covered = new bool[ClockTime.MinutesAWeek];
            foreach (var (start, end) in clocks)
            {
                for (var minute = start; ; minute = (minute + 1) % ClockTime.MinutesAWeek)
                {
                    covered[minute] = true;
                    if (minute == end)
                    {
                        break;
                    }
                }
            }

            var gaps = ClockCoverage.FindGaps(clocks.Select(clock => (clock.Item1, clock.Item2)));

            var found = new bool[ClockTime.MinutesAWeek];
            foreach (var gap in gaps)
            {
                Assert.True(gap.Start.ToMinute() <= gap.End.ToMinute());
                for (var minute = gap.Start.ToMinute(); minute <= gap.End.ToMinute(); minute++)
                {
                    Assert.False(found[minute]);
                    found[minute] = true;
                }
            }

            Assert.Equal(covered.Select(isCovered => !isCovered), found);
            // Gaps that touch are one.
            Assert.All(gaps.Zip(gaps.Skip(1)), pair => Assert.True(pair.First.End.ToMinute() + 1 < pair.Second.Start.ToMinute()));
        });

    [Fact]
    public void FindGaps_None_IsTheWeek()
    {
        var gap = Assert.Single(ClockCoverage.FindGaps([]));
        Assert.Equal((1, 0, 0, 7, 23, 59), (gap.Start.DayOfWeek, gap.Start.Hour, gap.Start.Minute, gap.End.DayOfWeek, gap.End.Hour, gap.End.Minute));
    }
}
