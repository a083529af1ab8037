namespace ITFrame.AppHost.Publishing.Model;

/// <summary>How a kind of service is run in a container: written here once, for every form of deployment.</summary>
internal sealed record Workload
{
    /// <summary>The image's short name, and the name of the parameter that says which image it is.</summary>
    public required string Image { get; init; }

    /// <summary>The image that is taken where nothing is said; null: it has to be said.</summary>
    public string? DefaultImage { get; init; }

    /// <summary>The user and group that it runs as; never root.</summary>
    public required int User { get; init; }

    /// <summary>The command that says by its exit code whether the service is well, run in its container.</summary>
    public required Func<ServicePort, string, IReadOnlyList<string>> HealthCommand { get; init; }

    /// <summary>The scheme of the port at which health is asked for.</summary>
    public required string HealthScheme { get; init; }

    /// <summary>It may be sent traffic.</summary>
    public required Probe Readiness { get; init; }

    /// <summary>It need not be started again.</summary>
    public required Probe Liveness { get; init; }

    /// <summary>How long a start may take.</summary>
    public required TimeSpan StartTimeout { get; init; }

    /// <summary>How long a stop in order may take.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>Thousandths of a processor that it is to have in any case.</summary>
    public required int ProcessorRequest { get; init; }

    /// <summary>MiB of memory: what it is to have in any case, and at most.</summary>
    public required int Memory { get; init; }

    /// <summary>How many processes and threads it may have.</summary>
    public required int Tasks { get; init; }

    /// <summary>The folder of its data; null where it has none.</summary>
    public string? DataFolder { get; init; }

    /// <summary>GiB of the data's volume.</summary>
    public int DataSize { get; init; }

    /// <summary>The file name of certificate and key together, for those who want them so.</summary>
    public string? CombinedCertificate { get; init; }

    /// <summary>How far it may be scaled out; null: never.</summary>
    public Scaling? Scaling { get; init; }

    /// <summary>The ports of hosts on the internet that it calls, of which the app model knows nothing.</summary>
    public IReadOnlyList<int> InternetPorts { get; init; } = [];

    /// <summary>It shows clients a certificate that a public authority signs.</summary>
    public bool HasPublicCertificate { get; init; }
}
