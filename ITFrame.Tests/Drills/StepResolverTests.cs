using ITFrame.Drills.Lab;
using ITFrame.Drills.Scenarios;
using Xunit;

namespace ITFrame.Tests.Drills;

public sealed class StepResolverTests
{
    private static readonly LabResource[] Resources =
    [
        Resource("gateway-london", "gateway"), Resource("gateway-frankfurt", "gateway", "frankfurt"), Resource("api-london-2", "api"), Resource("api-london-1", "api"),
        Resource("mongo-london", "member"), Resource("mongo-frankfurt", "member", "frankfurt"), Resource("mongo-amsterdam", "member", "amsterdam"),
        Resource("site-london", "site"), Resource("site-frankfurt", "site", "frankfurt"), Resource("wan", "wan"),
    ];

    private static readonly LabLink[] Links =
    [
        new("london", "frankfurt", 10, 1, 0, 0, "up"), new("amsterdam", "london", 8, 0, 0, 0, "up"), new("amsterdam", "frankfurt", 7, 0, 0, 0, "up"), new("internet", "london", 20, 0, 0, 0, "up"),
    ];

    private string? _primary = "london";

    [Fact]
    public void Resolve_PrimaryThatMovesMeanwhile_MeansTheSameMember()
    {
        var resolver = Create();
        var freeze = resolver.Resolve(new ScenarioStep { At = 0, Do = StepKind.Freeze, Target = "primary" });
        _primary = "frankfurt";
        var thaw = resolver.Resolve(new ScenarioStep { At = 5, Do = StepKind.Thaw, Target = "primary" });

        Assert.Equal(["freeze mongo-london"], freeze.Select(action => action.ToString()));
        Assert.Equal(["thaw mongo-london"], thaw.Select(action => action.ToString()));
        Assert.Equal(freeze[0].Undo, thaw[0]);
    }

    [Theory]
    [InlineData("secondary", "kill mongo-amsterdam")]
    [InlineData("kind:api", "kill api-london-1;kill api-london-2")]
    [InlineData("api-london-2", "kill api-london-2")]
    [InlineData("everything", "kill mongo-amsterdam;kill mongo-frankfurt;kill mongo-london;kill api-london-1;kill api-london-2;kill gateway-frankfurt;kill gateway-london")]
    public void Resolve_Targets_AreFoundInTheLab(string target, string expected)
        => Assert.Equal(expected.Split(';'), Create().Resolve(new ScenarioStep { At = 0, Do = StepKind.Kill, Target = target }).Select(action => action.ToString()));

    [Fact]
    public void Resolve_AllLinksOfASite_AreThoseToOtherSitesAndNotToItsClients()
    {
        var cut = Create().Resolve(new ScenarioStep { At = 0, Do = StepKind.Cut, Link = ["primary-site", "*"] });

        Assert.Equal(["link london-frankfurt: cut", "link amsterdam-london: cut"], cut.Select(action => action.ToString()));
    }

    [Fact]
    public void Resolve_Restore_PutsBackWhatTheLinkWasLike()
    {
        var resolver = Create();
        var slow = resolver.Resolve(new ScenarioStep { At = 0, Do = StepKind.Slow, Link = ["frankfurt", "london"], RoundTripMilliseconds = 200 });
        var restore = resolver.Resolve(new ScenarioStep { At = 5, Do = StepKind.Restore, Link = ["frankfurt", "london"] });

        Assert.Equal(new LabLinkChange { RoundTripMilliseconds = 200 }, Assert.IsType<LabAction.OnLink>(slow.Single()).Change);
        Assert.Equal(slow.Single().Undo, restore.Single());
        Assert.Equal(new LabLinkChange { RoundTripMilliseconds = 10, JitterMilliseconds = 1, LossPercent = 0, BandwidthMegabits = 0, State = "up" }, Assert.IsType<LabAction.OnLink>(restore.Single()).Change);
    }

    [Fact]
    public void Resolve_RollingRestart_RestartsReplicasAndThenGateways()
        => Assert.Equal(
            ["resource-restart api-london-1", "resource-restart api-london-2", "resource-restart gateway-frankfurt", "resource-restart gateway-london"],
            Create().Resolve(new ScenarioStep { At = 0, Do = StepKind.RollingRestart }).Select(action => action.ToString()));

    [Fact]
    public void Resolve_NoPrimary_IsRefused()
    {
        _primary = null;

        Assert.Throws<LabException>(() => Create().Resolve(new ScenarioStep { At = 0, Do = StepKind.Kill, Target = "primary" }));
    }

    [Theory]
    [InlineData("api-london-9", "api-london-2, api-london-1")]
    [InlineData("kind:console", "kind:console")]
    public void Check_TargetThatTheLabDoesNotHave_IsRefused(string target, string named)
    {
        var scenario = TestScenarios.Sink("london", 1, 1, 1) with { Steps = [new ScenarioStep { At = 0, Do = StepKind.Kill, Target = target }] };

        Assert.Contains(named, Assert.Throws<LabException>(() => Create().Check(scenario)).Message, StringComparison.Ordinal);
    }

    private static LabResource Resource(string name, string kind, string site = "london") => new(name, kind, site, "Running", "Healthy");

    private StepResolver Create() => new(Resources, Links, () => _primary);
}
