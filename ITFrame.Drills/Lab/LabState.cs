namespace ITFrame.Drills.Lab;

/// <summary>The lab as its state file describes it: what a drill needs of it.</summary>
internal sealed record LabState
{
    public required int ProcessId { get; init; }

    public string Layout { get; init; } = "";

    public required Uri ControlUrl { get; init; }

    public required string ControlToken { get; init; }

    public Uri? ConsoleUrl { get; init; }

    public required IReadOnlyList<LabRegion> Regions { get; init; }

    /// <summary>The replica set's members.</summary>
    public IReadOnlyList<LabMember> Members { get; init; } = [];

    /// <summary>What runs as members: <c>embedded</c> or <c>mongod</c>.</summary>
    public string MemberKind { get; init; } = "";

    /// <summary>The SOCKS5 router of the site where clients live; null connects directly.</summary>
    public Uri? InternetProxy { get; init; }

    public required LabDemo Demo { get; init; }

    public required string ApiControlToken { get; init; }
}
