using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Authentication;
using ITFrame.EmbeddedMongo.Security;
using ITFrame.EmbeddedMongo.Security.Membership;
using ITFrame.EmbeddedMongo.Security.Tls;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The options that say who may connect, and how.</summary>
internal sealed class SecurityArguments
{
    private static readonly Dictionary<string, TlsMode> TlsModes = new(StringComparer.Ordinal)
    {
        ["disabled"] = TlsMode.Disabled,
        ["allowTLS"] = TlsMode.AllowTls,
        ["preferTLS"] = TlsMode.PreferTls,
        ["requireTLS"] = TlsMode.RequireTls,
    };

    private static readonly Dictionary<string, ClusterAuthMode> ClusterAuthModes = new(StringComparer.Ordinal)
    {
        ["keyFile"] = ClusterAuthMode.KeyFile,
        ["sendKeyFile"] = ClusterAuthMode.SendKeyFile,
        ["sendX509"] = ClusterAuthMode.SendX509,
        ["x509"] = ClusterAuthMode.X509,
    };

    // The old two are never spoken, so that disabling them is no error.
    private static readonly Dictionary<string, SslProtocols> Protocols = new(StringComparer.Ordinal)
    {
        ["TLS1_0"] = SslProtocols.None,
        ["TLS1_1"] = SslProtocols.None,
        ["TLS1_2"] = SslProtocols.Tls12,
        ["TLS1_3"] = SslProtocols.Tls13,
    };

    private readonly Option<bool> _auth = new("--auth") { Description = "Run with security: clients must authenticate." };
    private readonly Option<string?> _keyFile = new("--keyFile") { Description = "Private key that the members of the set share; turns --auth on." };
    private readonly Option<string?> _clusterAuthMode = new("--clusterAuthMode") { Description = "How members authenticate: keyFile, sendKeyFile, sendX509 or x509." };
    private readonly Option<string> _tlsMode = new("--tlsMode") { Description = "TLS operation mode: disabled, allowTLS, preferTLS or requireTLS.", DefaultValueFactory = _ => "disabled" };
    private readonly Option<string?> _certificateKeyFile = new("--tlsCertificateKeyFile") { Description = "PEM file of the member's certificate and key." };
    private readonly Option<string?> _caFile = new("--tlsCAFile") { Description = "PEM file of the authorities that clients and members are checked against." };
    private readonly Option<string?> _clusterFile = new("--tlsClusterFile") { Description = "PEM file of the certificate and key shown to other members; without it, that of --tlsCertificateKeyFile." };
    private readonly Option<bool> _allowInvalidHostnames = new("--tlsAllowInvalidHostnames") { Description = "Members' certificates need not match their host names." };
    private readonly Option<bool> _allowWithoutCertificates = new("--tlsAllowConnectionsWithoutCertificates") { Description = "Clients need no certificate; one that they show must still be valid." };
    private readonly Option<string?> _disabledProtocols = new("--tlsDisabledProtocols") { Description = "Comma-separated of TLS1_0, TLS1_1, TLS1_2, TLS1_3. Only TLS 1.2 and 1.3 are ever spoken." };

    public SecurityArguments()
    {
        _tlsMode.AcceptOnlyFromAmong([.. TlsModes.Keys]);
        _clusterAuthMode.AcceptOnlyFromAmong([.. ClusterAuthModes.Keys]);
        _disabledProtocols.Validators.Add(result =>
        {
            var unknown = Split(result.GetValue(_disabledProtocols)).FirstOrDefault(name => !Protocols.ContainsKey(name));
            if (unknown is not null)
            {
                result.AddError($"Unrecognized disabledProtocols '{unknown}'");
            }
            else if (Enabled(result.GetValue(_disabledProtocols)) == SslProtocols.None)
            {
                result.AddError("--tlsDisabledProtocols leaves no protocol");
            }
        });
    }

    public void AddTo(RootCommand root)
    {
        Option[] all =
        [
            _auth, _keyFile, _clusterAuthMode, _tlsMode, _certificateKeyFile, _caFile, _clusterFile, _allowInvalidHostnames,
            _allowWithoutCertificates, _disabledProtocols,
        ];
        foreach (var option in all)
        {
            root.Add(option);
        }

        root.Validators.Add(result =>
        {
            if (TlsProblem(result) is { } problem)
            {
                result.AddError(problem);
            }
            else if (AuthProblem(result) is { } other)
            {
                result.AddError(other);
            }
        });
    }

    public MemberOptions Apply(MemberOptions options, ParseResult parsed) => options with
    {
        Tls = new TlsOptions
        {
            Mode = TlsModes[parsed.GetValue(_tlsMode)!],
            CertificateKeyFile = FullPath(parsed.GetValue(_certificateKeyFile)) ?? "",
            CAFile = FullPath(parsed.GetValue(_caFile)) ?? "",
            ClusterFile = FullPath(parsed.GetValue(_clusterFile)),
            AllowInvalidHostnames = parsed.GetValue(_allowInvalidHostnames),
            AllowConnectionsWithoutCertificates = parsed.GetValue(_allowWithoutCertificates),
            Protocols = Enabled(parsed.GetValue(_disabledProtocols)),
        },
        Security = new SecurityOptions
        {
            Authorization = parsed.GetValue(_auth),
            KeyFile = FullPath(parsed.GetValue(_keyFile)),
            ClusterAuthMode = ModeOf(parsed.GetValue(_clusterAuthMode), parsed.GetValue(_keyFile)),
        },
    };

    private string? TlsProblem(CommandResult result)
    {
        var isOn = IsTlsOn(result);
        return isOn && Given(result, _certificateKeyFile) is null ? "need --tlsCertificateKeyFile when TLS is enabled"
            : isOn && Given(result, _caFile) is null ? "need --tlsCAFile when TLS is enabled: the use of TLS without a chain of trust is not supported"
            : !isOn && (Given(result, _certificateKeyFile) ?? Given(result, _caFile) ?? Given(result, _clusterFile)) is not null ? "need to enable TLS via --tlsMode when using TLS configuration parameters"
            : null;
    }

    private string? AuthProblem(CommandResult result)
    {
        var mode = ModeOf(Given(result, _clusterAuthMode), Given(result, _keyFile));
        return mode is ClusterAuthMode.KeyFile or ClusterAuthMode.SendKeyFile or ClusterAuthMode.SendX509 && Given(result, _keyFile) is null ? "--clusterAuthMode needs --keyFile"
            : mode is ClusterAuthMode.X509 or ClusterAuthMode.SendX509 && !IsTlsOn(result) ? "cannot have x.509 cluster authentication while not enabling TLS via --tlsMode"
            : mode is ClusterAuthMode.None && result.GetResult(_auth) is { Implicit: false } ? "--keyFile is required when authorization is enabled with replica sets"
            : null;
    }

    private bool IsTlsOn(CommandResult result) => TlsModes.GetValueOrDefault(Given(result, _tlsMode) ?? "") != TlsMode.Disabled;

    // As it was typed: a value may not even be one that the option takes.
    private static string? Given(CommandResult result, Option option) => result.GetResult(option) is { Tokens: [.., var last] } ? last.Value : null;

    private static ClusterAuthMode ModeOf(string? name, string? keyFile) =>
        name is not null ? ClusterAuthModes.GetValueOrDefault(name)
        : keyFile is not null ? ClusterAuthMode.KeyFile
        : ClusterAuthMode.None;

    private static SslProtocols Enabled(string? disabled) => (SslProtocols.Tls12 | SslProtocols.Tls13) & ~Split(disabled).Aggregate(SslProtocols.None, (all, name) => all | Protocols.GetValueOrDefault(name));

    private static string[] Split(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);
}
