using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Tls;
using ITFrame.EmbeddedMongo.Wire.Compression;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>How a member is run; the names follow mongod's options.</summary>
internal sealed record MemberOptions
{
    public required string SetName { get; init; }

    public required string DataPath { get; init; }

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; } = 27017;

    public IReadOnlyList<string> BindAddresses { get; init; } = ["127.0.0.1"];

    /// <summary>Connections beyond this many are closed at once.</summary>
    public int MaxConnections { get; init; } = 1_000_000;

    /// <summary>What clients may compress with, the preferred first.</summary>
    public IReadOnlyList<string> Compressors { get; init; } = [.. CompressorSet.Names];

    public TlsOptions Tls { get; init; } = new();

    public SecurityOptions Security { get; init; } = new();

    /// <summary>How long a message may take to arrive, and a reply to be taken.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>This member's host:port in the set's config; without it the member finds out by dialling.</summary>
    public string? SelfHost { get; init; }

    /// <summary>host:port of the SOCKS5 router that leads to the other members; without it they are dialled directly.</summary>
    public string? SocksProxy { get; init; }

    /// <summary>How much of the log of writes is kept for members that were away.</summary>
    public long OplogBytes { get; init; } = 256L * 1024 * 1024;

    public TimeSpan TtlMonitorInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an idle primary writes a no-op, so that its followers can tell how fresh they are.</summary>
    public TimeSpan NoopInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a multi-document transaction may stay open.</summary>
    public TimeSpan TransactionLifetimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether clients may order faults (configureFailPoint).</summary>
    public bool EnableTestCommands { get; init; }

    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromMilliseconds(500);
}
