using System.Text.Json;

namespace ITFrame.Drills.Scenarios;

/// <summary>Something that is done to the lab in the course of a scenario, as its file says it.</summary>
internal sealed record ScenarioStep
{
    /// <summary>Seconds after the steady state.</summary>
    public required double At { get; init; }

    public required StepKind Do { get; init; }

    /// <summary>A resource, or words for some: see <see cref="StepResolver"/>.</summary>
    public string? Target { get; init; }

    /// <summary>For sink and raise.</summary>
    public string? Site { get; init; }

    /// <summary>Two sites, for what is done to links.</summary>
    public IReadOnlyList<string>? Link { get; init; }

    public double? RoundTripMilliseconds { get; init; }

    public double? JitterMilliseconds { get; init; }

    public double? LossPercent { get; init; }

    public double? BandwidthMegabits { get; init; }

    /// <summary>For a disk that fills: what may still be added to it.</summary>
    public long? Kilobytes { get; init; }

    /// <summary>For a clock that is wrong: how far it is ahead.</summary>
    public long? Milliseconds { get; init; }

    public bool IsOnLink => Do is StepKind.Cut or StepKind.Slow or StepKind.Lossy or StepKind.Restore;

    public bool IsOnSite => Do is StepKind.Sink or StepKind.Raise;

    public bool IsOnTarget => !IsOnLink && !IsOnSite && Do is not (StepKind.RollingRestart or StepKind.RotateCertificates);

    /// <summary>Whether it takes back what an earlier step has done.</summary>
    public bool Mends => Do is StepKind.Thaw or StepKind.Start or StepKind.Raise or StepKind.Restore or StepKind.Undrain or StepKind.FreeDisk
        || (Do == StepKind.SkewClock && Milliseconds == 0);

    /// <summary>Short words for it, such as <c>sink london</c>.</summary>
    public override string ToString()
    {
        var verb = JsonNamingPolicy.KebabCaseLower.ConvertName(Do.ToString());
        return IsOnLink ? $"{verb} {string.Join('-', Link ?? [])}" : $"{verb} {Site ?? Target}".TrimEnd();
    }
}
