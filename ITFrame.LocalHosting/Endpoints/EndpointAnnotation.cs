using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly ValueSnapshot<AllocatedEndpoint> _allocated = new();
    private string? _transport;
    private int? _port;
    private int? _targetPort;
    private bool? _tlsEnabled;

    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null,
        bool isProxied = true)
    {
#pragma warning disable CA1308 // URI schemes are lower case.
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
#pragma warning restore CA1308
        Name = name ?? UriScheme;
        ModelName.Validate("endpoint", Name);
        Protocol = protocol;
        _transport = transport;
        _port = port;
        _targetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied;
    }

    public string Name { get; set; }

    public ProtocolType Protocol { get; set; }

    public string UriScheme { get; set; }

    public string TargetHost { get; set; } = "localhost";

    public bool IsExternal { get; set; }

    public bool IsProxied { get; set; } = true;

    /// <summary>The port that clients use. Without a proxy it is the port that the process listens on.</summary>
    public int? Port
    {
        get => _port ?? (IsProxied ? null : _targetPort);
        set => _port = value;
    }

    /// <summary>The port that the process listens on.</summary>
    public int? TargetPort
    {
        get => _targetPort ?? (IsProxied ? null : _port);
        set => _targetPort = value;
    }

    public string Transport
    {
#pragma warning disable CA1308 // Transports are lower case.
        get => _transport ?? (UriScheme is "http" or "https" ? "http" : Protocol.ToString().ToLowerInvariant());
#pragma warning restore CA1308
        set => _transport = value;
    }

    public bool TlsEnabled
    {
        get => _tlsEnabled ?? string.Equals(UriScheme, "https", StringComparison.OrdinalIgnoreCase);
        set => _tlsEnabled = value;
    }

    /// <summary>Where the endpoint listens; <see langword="null"/> until the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocated.Value;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _allocated.SetValue(value);
        }
    }

    /// <summary>Set when the process gets its port by a variable of its own, so that ASPNETCORE_URLS leaves it out.</summary>
    internal string? TargetPortEnvironmentVariable { get; set; }

    internal Task<AllocatedEndpoint> GetAllocatedEndpointAsync(CancellationToken cancellationToken) => _allocated.GetValueAsync(cancellationToken);
}
