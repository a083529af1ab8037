using ITFrame.Drills.Checking;
using Xunit;

namespace ITFrame.Tests.Drills;

/// <summary>The hub's statistics beside the sessions that they are calculated from. The first minute is over, the second one is not.</summary>
public sealed class StatisticsCheckerTests
{
    private static readonly DateTimeOffset Minute = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    /// <summary>One within the first minute, one from it into the second, one that is still open, and one of no length.</summary>
    private static readonly SessionTime[] Sessions =
    [
        new(At(10), At(40)), new(At(30), At(90)), new(At(54), null), new(At(20), At(20)), new(At(-30), At(0)),
    ];

    [Fact]
    public void Check_WhatTheSessionsComeTo_FindsNothing() => Assert.Empty(Check(4, 66, 2));

    [Fact]
    public void Check_UnfinishedMinutesHours_AreNotCompared() => Assert.Empty(Check(4, 66, 2, secondsOfTheSecond: 12));

    [Theory]
    [InlineData(3, 66, 2, "statistics of 03:04: 3 sessions, and 4 are stored")] // a session is not counted
    [InlineData(5, 66, 2, "statistics of 03:04: 5 sessions, and 4 are stored")] // one is counted twice, or in a minute that it ended before
    [InlineData(4, 66, 1, "statistics of 03:05: 1 sessions, and 2 are stored")] // one that goes on is forgotten
    [InlineData(4, 96, 2, "statistics of 03:04: 0.0267 listening hours, and the sessions come to 0.0183")] // time is counted twice
    [InlineData(4, 36, 2, "statistics of 03:04: 0.0100 listening hours, and the sessions come to 0.0183")] // time is lost
    public void Check_WhatTheSessionsDoNotComeTo_IsReported(int first, int secondsOfTheFirst, int second, string finding)
        => Assert.Equal([new Finding(Rules.Counters, finding)], Check(first, secondsOfTheFirst, second));

    [Fact]
    public void Check_NoStatisticsOfSessions_IsReported()
        => Assert.Equal([new Finding(Rules.Counters, "there are no statistics, and 5 sessions are stored")], StatisticsChecker.Check(new SessionStatistics([], Sessions, At(100))));

    private static IReadOnlyList<Finding> Check(int first, int secondsOfTheFirst, int second, int secondsOfTheSecond = 70)
        => StatisticsChecker.Check(new SessionStatistics(
            [new(Minute, first, Math.Round(secondsOfTheFirst / 3600.0, 4)), new(At(60), second, Math.Round(secondsOfTheSecond / 3600.0, 4))], Sessions, At(100)));

    private static DateTimeOffset At(double seconds) => Minute.AddSeconds(seconds);
}
