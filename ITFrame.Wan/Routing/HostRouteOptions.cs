namespace ITFrame.Wan.Routing;

/// <summary>A host of the modelled network and the loopback address that stands for it.</summary>
internal sealed record HostRouteOptions
{
    /// <summary>The host's production name, for example <c>mongo.london.itframe.test</c>.</summary>
    public string Host { get; init; } = "";

    /// <summary>The port that clients of the modelled network use.</summary>
    public int Port { get; init; }

    /// <summary>The site that the host is in.</summary>
    public string Site { get; init; } = "";

    /// <summary>Where the process really listens, for example <c>127.0.0.1:54321</c>.</summary>
    public string Target { get; init; } = "";
}
