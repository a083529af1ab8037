namespace ITFrame.AppHost.State;

/// <summary>The running lab as its state file describes it: where things are, and the secrets that open them.</summary>
internal sealed record LabState
{
    public required int ProcessId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Layout { get; init; }

    public required Uri ControlUrl { get; init; }

    public required string ControlToken { get; init; }

    public required Uri ConsoleUrl { get; init; }

    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>SOCKS5 router of the site where clients live.</summary>
    public required string InternetProxy { get; init; }

    public required IReadOnlyList<Member> Members { get; init; }

    /// <summary>The certificate of the authority that signs all of the lab's; null where the lab runs without TLS.</summary>
    public required string? AuthorityFile { get; init; }

    /// <summary>A certificate with its key that members take for one of theirs (MONGODB-X509); null where the lab runs without TLS.</summary>
    public required string? MemberCertificateFile { get; init; }

    /// <summary>What runs as members: <c>embedded</c> or <c>mongod</c>.</summary>
    public required string MemberKind { get; init; }

    public required DemoStation Demo { get; init; }

    public required string ApiControlToken { get; init; }

    /// <summary>The same without what would let the reader change anything.</summary>
    public LabState WithoutSecrets() => this with
    {
        ControlToken = "",
        ApiControlToken = "",
        Demo = Demo with { Key = "" },
        ConsoleUrl = new Uri(ConsoleUrl.GetLeftPart(UriPartial.Authority)),
    };

    /// <summary>A region's gateway: directly on loopback, by its name in the WAN, and its administrators' port.</summary>
    internal sealed record Region(string Site, Uri GatewayUrl, string WanHost, int WanPort, Uri AdminUrl);

    /// <summary>A replica-set member: directly on loopback, and by its name in the WAN.</summary>
    internal sealed record Member(string Name, string Site, string Address, string WanHost);

    /// <summary>The station that the hub seeds for trying things out.</summary>
    internal sealed record DemoStation(string Username, string Key);
}
