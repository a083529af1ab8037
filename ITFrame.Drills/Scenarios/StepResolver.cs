using ITFrame.Drills.Lab;

namespace ITFrame.Drills.Scenarios;

/// <summary>
/// Turns a step's words into what lab control is asked to do. <c>primary</c>, <c>secondary</c> and <c>primary-site</c> are those of the
/// moment in which the scenario first names them, and stay so: what was frozen as the primary is what thaws.
/// </summary>
/// <param name="resources">What the lab has.</param>
/// <param name="links">Its links as they were before the drill.</param>
/// <param name="primary">The primary's site at present; null for none.</param>
internal sealed class StepResolver(IReadOnlyList<LabResource> resources, IReadOnlyList<LabLink> links, Func<string?> primary)
{
    private const string Internet = "internet";
    private const string PrimarySite = "primary-site";

    /// <summary>In the order in which they are killed and started.</summary>
    private static readonly string[] ProcessKinds = ["member", "api", "gateway"];

    private string? _primary;

    /// <summary>What to ask for, all at once.</summary>
    /// <exception cref="LabException">The lab has nothing that the step could mean.</exception>
    public IReadOnlyList<LabAction> Resolve(ScenarioStep step) => step.Do switch
    {
        StepKind.Sink => [Command($"site-{Site(step.Site!)}", "sink", "raise")],
        StepKind.Raise => [Command($"site-{Site(step.Site!)}", "raise")],
        StepKind.RollingRestart => RollingRestart(),
        StepKind.RotateCertificates => [new LabAction.OnCertificates()],
        _ when step.IsOnLink => [.. Links(step.Link!).Select(link => Change(link, step))],
        _ => [.. Targets(step.Target!).Select(target => OnTarget(target, step))],
    };

    /// <exception cref="LabException">The lab lacks something that the scenario names.</exception>
    public void Check(Scenario scenario)
    {
        foreach (var step in scenario.Steps)
        {
            if (step.Site is { } site && site != PrimarySite)
            {
                Find($"site-{site}");
            }

            if (step.Target is { } target && target is not ("primary" or "secondary"))
            {
                Targets(target);
            }

            if (step.Link is { } link && !link.Contains(PrimarySite))
            {
                Links(link);
            }
        }
    }

    private static LabAction OnTarget(LabResource target, ScenarioStep step) => step.Do switch
    {
        StepKind.Kill => Command(target.Name, "kill", "resource-start"),
        StepKind.Freeze => Command(target.Name, "freeze", "thaw"),
        StepKind.Thaw => Command(target.Name, "thaw"),
        StepKind.Stop => Command(target.Name, "resource-stop", "resource-start"),
        StepKind.Start => Command(target.Name, "resource-start"),
        StepKind.Restart => Command(target.Name, "resource-restart"),
        StepKind.StepDown => Command(target.Name, "step-down"),
        StepKind.Drain => Command(target.Name, "drain", "undrain"),
        StepKind.Undrain => Command(target.Name, "undrain"),
        // A member that has ended of its full disk has to be started, too, when the run is broken off.
        StepKind.FillDisk => new LabAction.OnMember(target.Name, new LabMemberFaults(step.Kilobytes!.Value * 1024, null)) { Undo = Command(target.Name, "resource-start") },
        StepKind.FreeDisk => new LabAction.OnMember(target.Name, LabMemberFaults.NoQuota),
        StepKind.SkewClock => new LabAction.OnMember(target.Name, new LabMemberFaults(null, step.Milliseconds)) { Undo = new LabAction.OnMember(target.Name, new LabMemberFaults(null, 0)) },
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Do, null),
    };

    private static LabAction.OnResource Command(string resource, string command, string? undo = null)
        => new(resource, command) { Undo = undo is null ? null : new LabAction.OnResource(resource, undo) };

    private static LabAction.OnLink Change(LabLink link, ScenarioStep step)
    {
        var restored = new LabAction.OnLink(link.A, link.B, LabLinkChange.To(link));
        return step.Do switch
        {
            StepKind.Restore => restored,
            StepKind.Cut => new LabAction.OnLink(link.A, link.B, new LabLinkChange { State = LabLinkChange.Cut }) { Undo = restored },
            _ => new LabAction.OnLink(link.A, link.B, new LabLinkChange
            {
                RoundTripMilliseconds = step.RoundTripMilliseconds,
                JitterMilliseconds = step.JitterMilliseconds,
                LossPercent = step.LossPercent,
                BandwidthMegabits = step.BandwidthMegabits,
            })
            { Undo = restored },
        };
    }

    private List<LabAction> RollingRestart()
        => [.. Of("api").Concat(Of("gateway")).Select(resource => Command(resource.Name, "resource-restart"))];

    private List<LabResource> Targets(string words) => words switch
    {
        "primary" => [MemberOf(Primary())],
        "secondary" => [Of("member").FirstOrDefault(member => member.Site != Primary()) ?? throw new LabException("The lab has no second member.")],
        "everything" => [.. ProcessKinds.SelectMany(Of)],
        _ when words.StartsWith("kind:", StringComparison.Ordinal) => Of(words["kind:".Length..]) is { Count: > 0 } found ? found : throw new LabException($"The lab has nothing of {words}."),
        _ => [Find(words)],
    };

    private List<LabLink> Links(IReadOnlyList<string> words)
    {
        var a = Site(words[0]);
        var b = words[1] == "*" ? null : Site(words[1]);
        var found = links.Where(link => (link.A == a || link.B == a) && (b is null ? link.Other(a) != Internet : link.Other(a) == b)).ToList();
        return found.Count > 0 ? found : throw new LabException($"The lab has no link {words[0]}-{words[1]}.");
    }

    private string Site(string words) => words == PrimarySite ? Primary() : words;

    private string Primary() => _primary ??= primary() ?? throw new LabException("The set has no primary that the step could be meant for.");

    private LabResource MemberOf(string site) => Of("member").FirstOrDefault(member => member.Site == site) ?? throw new LabException($"The lab has no member in {site}.");

    private List<LabResource> Of(string kind)
        => [.. resources.Where(resource => resource.Kind == kind).OrderBy(resource => resource.Name, StringComparer.Ordinal)];

    private LabResource Find(string name)
    {
        if (resources.FirstOrDefault(resource => resource.Name == name) is { } found)
        {
            return found;
        }

        var kind = name.Split('-')[0];
        var others = resources.Where(resource => resource.Name.StartsWith(kind, StringComparison.Ordinal)).Select(resource => resource.Name);
        throw new LabException($"The lab has no {name}; there are: {string.Join(", ", others)}.");
    }
}
