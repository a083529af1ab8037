namespace ITFrame.AppHost.Publishing.Model;

/// <summary>The kinds of services that production has.</summary>
internal static class Workloads
{
    /// <summary>The user <c>app</c> of .NET's images.</summary>
    private const int DotnetUser = 1654;

    private static readonly Workload Dotnet = new()
    {
        Image = "itframe",
        User = DotnetUser,
        HealthCommand = (_, _) => [],
        HealthScheme = "https",
        // Gateways look each second by themselves; this is for those who start and stop containers.
        Readiness = new Probe("/health/ready", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3), 3),
        Liveness = new Probe("/health/live", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), 6),
        StartTimeout = TimeSpan.FromSeconds(60),
        StopTimeout = ProductionSettings.DrainDelay + ProductionSettings.DrainTimeout + TimeSpan.FromSeconds(8),
        ProcessorRequest = 250,
        Memory = 512,
        Tasks = 512,
    };

    public static Workload Api { get; } = Dotnet with
    {
        Image = "itframe-api",
        HealthCommand = Health("ITFrame.Api.dll"),
        Scaling = new Scaling(Minimum: 2, Maximum: 8, ProcessorPercent: 70),
        // TuneIn AIR.
        InternetPorts = [443],
    };

    public static Workload Gateway { get; } = Dotnet with
    {
        Image = "itframe-gateway",
        HealthCommand = Health("ITFrame.Gateway.dll"),
        ProcessorRequest = 500,
        HasPublicCertificate = true,
        Scaling = new Scaling(Minimum: 2, Maximum: 4, ProcessorPercent: 70),
    };

    public static Workload Member { get; } = new()
    {
        Image = "mongo",
        DefaultImage = "mongo:8.0",
        User = 999,
        HealthCommand = (port, _) => Mongosh("localhost", port.ContainerPort, "--eval", "quit(db.hello().ok === 1 ? 0 : 1)"),
        HealthScheme = "tcp",
        // Each question starts a shell, half a second of a processor.
        Readiness = new Probe(null, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), 3),
        Liveness = new Probe(null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 6),
        StartTimeout = TimeSpan.FromMinutes(5),
        // It hands the primary's role over and writes its checkpoint.
        StopTimeout = TimeSpan.FromSeconds(60),
        ProcessorRequest = 500,
        Memory = 2048,
        Tasks = 4096,
        DataFolder = "/data/db",
        DataSize = 20,
        CombinedCertificate = "member.pem",
    };

    /// <summary>The workload of a kind of the app model; null where production has none such.</summary>
    public static Workload? Of(string kind) => kind switch
    {
        "api" => Api,
        "gateway" => Gateway,
        "member" => Member,
        _ => null,
    };

    /// <summary>A mongosh that logs in with the member's own certificate, so that it may do everything.</summary>
    public static IReadOnlyList<string> Mongosh(string host, int port, params string[] arguments) =>
    [
        "mongosh", "--quiet", "--norc", "--tls",
        "--tlsCertificateKeyFile", $"{ContainerPaths.Tls}/{Member.CombinedCertificate}",
        "--tlsCAFile", $"{ContainerPaths.Tls}/{ContainerPaths.Authority}",
        "--authenticationMechanism", "MONGODB-X509",
        .. arguments,
        $"mongodb://{host}:{port}/admin?directConnection=true&authSource=%24external",
    ];

    /// <summary>Lets a member take the certificates that its files have now; connections that are open keep what they have (mongod does not look by itself).</summary>
    public static IReadOnlyList<string> RotateCertificates(string host, int port) => Mongosh(host, port, "--eval", "db.adminCommand({rotateCertificates: 1})");

    // The images have neither curl nor a shell that one could count on, so that a service asks itself.
    private static Func<ServicePort, string, IReadOnlyList<string>> Health(string program)
        => (port, path) => ["dotnet", program, "health", $"{port.Scheme}://localhost:{port.ContainerPort}{path}"];
}
