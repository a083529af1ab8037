using System.ComponentModel.DataAnnotations;

namespace ITFrame.AppHost.Topology;

/// <summary>What the lab models; section <c>Lab</c> of the configuration (appsettings.json, environment, command line).</summary>
internal sealed class LabOptions
{
    public const string Section = "Lab";

    /// <summary>Where the third vote stands.</summary>
    public LabLayout Layout { get; init; } = LabLayout.Witness;

    /// <summary>What runs as replica-set members.</summary>
    public MemberKind Mongo { get; init; } = MemberKind.Auto;

    /// <summary>Whether the lab's processes speak TLS to each other.</summary>
    public LabTls Tls { get; init; } = LabTls.On;

    /// <summary>The <c>mongod</c> to run; unset: the first one on PATH.</summary>
    public string? MongodPath { get; init; }

    /// <summary>Take free ports instead of the documented ones, so that several labs can run side by side.</summary>
    public bool RandomPorts { get; init; }

    /// <summary>The folder for the state file and the members' data; unset: <c>.lab</c> beside the solution.</summary>
    public string? StatePath { get; init; }

    /// <summary>Keep the members' data from the last run instead of starting with an empty set.</summary>
    public bool KeepData { get; init; }

    /// <summary>The regions, in order of preference for the primary.</summary>
    [MinLength(1)]
    public IReadOnlyList<RegionOptions> Regions { get; init; } = [];

    /// <summary>The site of the third, data-bearing vote in the witness layout.</summary>
    public string Witness { get; init; } = "amsterdam";

    /// <summary>The links between sites; a pair that is not listed has no latency.</summary>
    public IReadOnlyList<LinkOptions> Links { get; init; } = [];
}
