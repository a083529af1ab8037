using ITFrame.Drills.Checking;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class CheckerTests
{
    private static readonly SetWrite Acknowledged = new("a", WriteOutcome.Acknowledged);
    private static readonly SetWrite Unknown = new("u", WriteOutcome.Unknown);
    private static readonly SetWrite Refused = new("r", WriteOutcome.NotApplied);

    [Fact]
    public void CheckSet_AcknowledgedIsThere_IsClean()
        => Assert.True(SetChecker.Check([Acknowledged], ["a"]).IsClean);

    [Fact]
    public void CheckSet_AcknowledgedIsMissing_IsLost()
        => Assert.Equal(["a"], SetChecker.Check([Acknowledged], []).Lost);

    [Fact]
    public void CheckSet_AcknowledgedIsThereTwice_IsDuplicated()
    {
        var findings = SetChecker.Check([Acknowledged], ["a", "a"]);

        Assert.Equal(["a"], findings.Duplicated);
        Assert.Empty(findings.Lost);
    }

    [Theory]
    [InlineData()]
    [InlineData("u")]
    public void CheckSet_UnknownIsThereOrNot_IsClean(params string[] found)
        => Assert.True(SetChecker.Check([Unknown], found).IsClean);

    [Fact]
    public void CheckSet_UnknownIsThereTwice_IsDuplicated()
        => Assert.Equal(["u"], SetChecker.Check([Unknown], ["u", "u"]).Duplicated);

    [Fact]
    public void CheckSet_RefusedIsThere_IsUnexpected()
        => Assert.Equal(["r"], SetChecker.Check([Refused], ["r"]).Unexpected);

    [Fact]
    public void CheckSet_RefusedIsNotThere_IsClean()
        => Assert.True(SetChecker.Check([Refused], []).IsClean);

    [Fact]
    public void CheckSet_OtherRunsSongsAreThere_AreIgnored()
        => Assert.True(SetChecker.Check([Acknowledged], ["x", "a", "x"]).IsClean);

    // A station's writes in order, a for acknowledged, u for unknown, n for not applied; their values are 1, 2, 3, …
    [Theory]
    [InlineData("a", 1, "Right")]
    [InlineData("aaa", 3, "Right")]
    [InlineData("aau", 3, "Right")] // unknown, and applied
    [InlineData("aau", 2, "Right")] // unknown, and not applied
    [InlineData("aua", 3, "Right")]
    [InlineData("uu", 1, "Right")]
    [InlineData("uu", null, "Right")]
    [InlineData("n", null, "Right")]
    [InlineData("aan", 2, "Right")]
    [InlineData("auu", 2, "Right")]
    [InlineData("a", null, "Lost")]
    [InlineData("aau", null, "Lost")]
    [InlineData("aa", 1, "Stale")]
    [InlineData("aaa", 1, "Stale")]
    [InlineData("aua", 2, "Stale")] // an unknown write came through after a later one was acknowledged
    [InlineData("aau", 1, "Stale")]
    [InlineData("aan", 3, "Unexpected")] // refused, and applied
    [InlineData("aa", 9, "Unexpected")] // a value that nobody wrote
    [InlineData("u", 9, "Unexpected")]
    public void CheckSetting_FinalValue_IsJudged(string writes, int? found, string verdict)
    {
        var history = writes.Select((outcome, index) => new SettingWrite(index + 1, $"value {index + 1}", outcome switch
        {
            'a' => WriteOutcome.Acknowledged,
            'u' => WriteOutcome.Unknown,
            _ => WriteOutcome.NotApplied,
        })).ToList();

        var finding = SettingChecker.Check("station", history, found is null ? null : $"value {found}");

        Assert.Equal(Enum.Parse<SettingVerdict>(verdict), finding.Verdict);
    }
}
