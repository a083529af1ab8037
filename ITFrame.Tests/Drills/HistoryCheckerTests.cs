using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;
using Xunit;

namespace ITFrame.Tests.Drills;

/// <summary>What each client saw, and what all of them together say of a station's settings.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly TimeSpan End = TimeSpan.FromSeconds(100);

    [Fact]
    public void CheckSessions_OwnWriteAndLaterOnesAreSeen_FindsNothing()
        => Assert.Empty(SessionChecker.Check([Swap(1, 1, 2, 1, 2), Read(1, 3, 4, 2), Read(1, 5, 6, 5)]));

    [Fact]
    public void CheckSessions_OwnWriteIsMissed_IsReported()
        => Assert.Equal([Rules.ReadYourWrites], SessionChecker.Check([Swap(1, 1, 2, 1, 2), Read(1, 3, 4, 1)]).Select(finding => finding.Rule));

    [Fact]
    public void CheckSessions_AnothersWriteIsMissed_IsAllowed()
        => Assert.Empty(SessionChecker.Check([Swap(1, 1, 2, 1, 2), Read(2, 3, 4, 1)]));

    [Fact]
    public void CheckSessions_WriteIsStillUnderWay_IsAllowed()
        => Assert.Empty(SessionChecker.Check([Swap(1, 1, 5, 1, 2), Read(1, 3, 4, 1)]));

    [Fact]
    public void CheckSessions_WriteOfUnknownOutcome_IsAllowed()
        => Assert.Empty(SessionChecker.Check([Swap(1, 1, 2, 1, 2, ClientOutcome.OutOfGateways), Read(1, 3, 4, 1)]));

    [Fact]
    public void CheckSessions_ReadGoesBack_IsReported()
        => Assert.Equal([Rules.MonotonicReads], SessionChecker.Check([Read(1, 1, 2, 5), Read(1, 3, 4, 4)]).Select(finding => finding.Rule));

    [Fact]
    public void CheckSessions_OverlappingReadsOverEachOther_AreAllowed()
        => Assert.Empty(SessionChecker.Check([Read(1, 1, 5, 5), Read(1, 2, 4, 4)]));

    [Fact]
    public void CheckRegisters_ChangesInARow_FindsNothing()
        => Assert.Empty(Check([Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2)], new FinalValue("value 2", 2)));

    [Theory]
    [InlineData(2, "value 2")]
    [InlineData(1, "value 1")]
    public void CheckRegisters_LastChangeIsUnknown_MayBeThereOrNot(int revision, string value)
        => Assert.Empty(Check([Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2, ClientOutcome.Unknown)], new FinalValue(value, revision)));

    [Fact]
    public void CheckRegisters_GatewaysShowDifferentEnds_IsReported()
        => Assert.Contains(Rules.Linearizable, Check([Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2)], new FinalValue("value 2", 2), new FinalValue("value 1", 2)).Select(finding => finding.Rule));

    [Fact]
    public void CheckRegisters_AcknowledgedChangeIsUndone_IsReportedAndNotCounted()
        => Assert.Equal([Rules.Linearizable, Rules.Counters], Check([Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2)], new FinalValue("value 1", 1)).Select(finding => finding.Rule));

    [Fact]
    public void CheckRegisters_ReadsAmongChanges_FindNothing()
        => Assert.Empty(Check([Swap(1, 1, 2, 0, 1), Read(2, 2.5, 2.6, 1), Swap(2, 3, 6, 1, 2), Read(3, 4, 5, 1), Read(4, 4, 5, 2), Read(3, 7, 8, 2)], new FinalValue("value 2", 2)));

    [Fact]
    public void CheckRegisters_StaleReadOfAStateThatThereWas_IsAllowed()
        => Assert.Empty(Check([Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2), Read(3, 5, 6, 1)], new FinalValue("value 2", 2)));

    public static TheoryData<string> BadReads => new(Bad.Keys);

    private static Dictionary<string, OperationRecord[]> Bad { get; } = new()
    {
        ["a value that nobody wrote"] = [Swap(1, 1, 2, 0, 1), Read(2, 3, 4, 7)],
        ["a stale value that nobody wrote"] = [Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2), Read(3, 5, 6, 1) with { Access = new RegisterAccess("r", RegisterCallKind.Read, TimeSpan.FromSeconds(5), null, null, 1, "value 9") }],
        ["a change that was rolled back"] = [Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 9, ClientOutcome.Unknown), Read(3, 5, 6, 9) with { Access = new RegisterAccess("r", RegisterCallKind.Read, TimeSpan.FromSeconds(5), null, null, 2, "value 9") }, Swap(4, 7, 8, 1, 2)],
        ["a change that was refused"] = [Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2, ClientOutcome.Rejected), Read(3, 5, 6, 2)],
        ["a change before it was sent"] = [Swap(1, 1, 2, 0, 1), Read(2, 3, 4, 2), Swap(3, 5, 6, 1, 2)],
        ["a value under another one's revision"] = [Swap(1, 1, 2, 0, 1), Swap(2, 3, 4, 1, 2), Read(3, 5, 6, 2) with { Access = new RegisterAccess("r", RegisterCallKind.Read, TimeSpan.FromSeconds(5), null, null, 2, "value 1") }],
    };

    [Theory]
    [MemberData(nameof(BadReads))]
    public void CheckRegisters_ReadOfWhatNeverWas_IsReported(string name)
        => Assert.Contains(Rules.Linearizable, Check(Bad[name]).Select(finding => finding.Rule));

    [Fact]
    public void CheckRegisters_MoreWasCountedThanWasChanged_IsReported()
        => Assert.Equal([Rules.Counters], Check([Swap(1, 1, 2, 0, 1)], new FinalValue("value 1", 3)).Select(finding => finding.Rule));

    [Fact]
    public void CountStaleReads_OlderThanWhatWasAcknowledged_AreCounted()
        => Assert.Equal(1, RegisterChecker.CountStaleReads([Swap(1, 1, 2, 1, 2), Read(2, 3, 4, 1), Read(3, 3, 4, 2), Read(4, 1.5, 4, 1)]));

    private static List<Finding> Check(OperationRecord[] changes, params FinalValue[] final)
    {
        // The station is made by an unconditional write before the drill.
        changes[0] = changes[0] with { Access = changes[0].Access! with { Kind = RegisterCallKind.Write } };
        return [.. RegisterChecker.Check(changes, final.ToLookup(_ => "r"), End)];
    }

    private static OperationRecord Swap(int client, double invoked, double completed, int from, int to, ClientOutcome outcome = ClientOutcome.Succeeded)
        => Histories.Swap("r", client, invoked, completed, from, to, outcome);

    private static OperationRecord Read(int client, double invoked, double completed, int revision)
        => Histories.ReadSettings("r", client, invoked, completed, revision);
}
