using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ITFrame.Tests.Gateway;
using ITFrame.Tests.Gateway.Door;
using ITFrame.Tests.Support;
using Xunit;

namespace ITFrame.Tests.Acme;

/// <summary>
/// Let's Encrypt's test authority on loopback, and the DNS that it asks. It issues certificates for ten minutes and validates every
/// order anew, at the address that the name has there.
/// </summary>
internal sealed class Pebble : IAsyncDisposable
{
    public const string Authority = "pebble";
    public const string Dns = "pebble-challtestsrv";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Tool _authority;
    private readonly Tool _dns;
    private readonly HttpClient _client;
    private readonly int _management;
    private readonly int _dnsManagement;

    private Pebble(Tool authority, Tool dns, HttpClient client, int port, int management, int dnsManagement)
    {
        (_authority, _dns, _client, _management, _dnsManagement) = (authority, dns, client, management, dnsManagement);
        Directory = $"https://localhost:{port}/dir";
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Where an ACME client begins (RFC 8555, section 7.1.1).</summary>
    public string Directory { get; }

    public string Output => $"{_authority.Output}{Environment.NewLine}{_dns.Output}";

    /// <param name="certificates">Vouches for the authority's own address.</param>
    /// <param name="httpPort">The port at which HTTP-01 challenges are answered, in place of 80.</param>
    public static async Task<Pebble> StartAsync(TestCertificates certificates, int httpPort)
    {
        var (port, management, dnsPort, dnsManagement) = (GatewayLab.UnusedPort(), GatewayLab.UnusedPort(), GatewayLab.UnusedPort(), GatewayLab.UnusedPort());
        var (certificate, key) = certificates.IssueTo("pebble", "localhost");
        var configuration = certificates.Write("pebble.json", JsonSerializer.Serialize(new
        {
            pebble = new
            {
                listenAddress = $"127.0.0.1:{port}",
                managementListenAddress = $"127.0.0.1:{management}",
                certificate,
                privateKey = key,
                httpPort,
                tlsPort = httpPort,
                ocspResponderURL = "",
                externalAccountBindingRequired = false,
                certificateValidityPeriod = 600,
            },
        }));
        var dns = Tool.Start(
            Dns,
            ["-dns01", $"127.0.0.1:{dnsPort}", "-management", $"127.0.0.1:{dnsManagement}", "-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv4", "", "-defaultIPv6", ""],
            new Dictionary<string, string>());
        var authority = Tool.Start(
            Authority,
            ["-config", configuration, "-dnsserver", $"127.0.0.1:{dnsPort}"],
            new Dictionary<string, string> { ["PEBBLE_VA_NOSLEEP"] = "1", ["PEBBLE_AUTHZREUSE"] = "0" });
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = Trust(certificates.Root);
        var pebble = new Pebble(authority, dns, new HttpClient(handler), port, management, dnsManagement);
        try
        {
            await Eventually.TrueAsync(pebble.AnswersAsync, Patience, () => Task.FromResult(pebble.Output), Cancellation);
            return pebble;
        }
        catch
        {
            await pebble.DisposeAsync();
            throw;
        }
    }

    /// <summary>A policy that believes one root and nothing else.</summary>
    public static X509ChainPolicy Trust(X509Certificate2 root) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { root },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>The root that it issues by, made anew at each start.</summary>
    public async Task<X509Certificate2> RootAsync()
        => X509Certificate2.CreateFromPem(await _client.GetStringAsync(new Uri($"https://localhost:{_management}/roots/0"), Cancellation));

    public async Task AddHostAsync(string name, string address)
        => (await _client.PostAsJsonAsync(new Uri($"http://localhost:{_dnsManagement}/add-a"), new { host = name, addresses = new[] { address } }, Cancellation)).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _authority.DisposeAsync();
        await _dns.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var directory = await _client.GetAsync(new Uri(Directory), Cancellation);
            using var dns = await _client.PostAsJsonAsync(new Uri($"http://localhost:{_dnsManagement}/clear-a"), new { host = "nobody.itframe.test" }, Cancellation);
            return directory.IsSuccessStatusCode && dns.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
