using System.Security.Cryptography.X509Certificates;
using ITFrame.ServiceDefaults;
using ITFrame.ServiceDefaults.Hosting;
using ITFrame.ServiceDefaults.Tls;
using ITFrame.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Tls;

/// <summary>A service with section <c>Tls</c>, on real sockets.</summary>
public sealed class ServiceTlsTests : IDisposable
{
    private readonly CertificateFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Https_ReplacedFiles_AreShownToNewConnectionsWhileOpenOnesGoOn()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var first = CertificateFolder.Load(_folder.Issue("service", "localhost")).SerialNumber;
        await using var app = await StartAsync(_folder.Issue("service", "localhost"));
        var shown = new List<string>();
        using var open = CreateClient(app, shown);
        Assert.Equal("hello", await open.GetStringAsync(new Uri("/", UriKind.Relative), cancelled));

        var second = CertificateFolder.Load(_folder.Issue("service", "localhost")).SerialNumber;
        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                using var fresh = CreateClient(app, shown);
                return await fresh.GetStringAsync(new Uri("/", UriKind.Relative), cancelled) == "hello" && shown[^1] == second;
            },
            TimeSpan.FromSeconds(10),
            () => Task.FromResult(string.Join(", ", shown)),
            cancelled);

        var handshakes = shown.Count;
        Assert.Equal("hello", await open.GetStringAsync(new Uri("/", UriKind.Relative), cancelled));
        Assert.Equal(handshakes, shown.Count);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public Task Https_KeyOfAnotherCertificate_LeavesTheOldOneInForce()
        => AssertOldOneStaysAsync("no good", leaf => File.Copy(_folder.Issue("other", "localhost").KeyFile, leaf.KeyFile, overwrite: true));

    [Theory]
    [InlineData("nowhere.crt", "Tls:Certificate")]
    [InlineData("ca.crt", "Tls:Certificate")]
    public void Start_FileThatIsNoGood_NamesSettingAndFile(string file, string setting)
    {
        var leaf = _folder.Issue("service", "localhost");
        var builder = WebApplication.CreateSlimBuilder(
            [$"--Tls:Certificate={Path.Combine(_folder.Path, file)}", $"--Tls:Key={leaf.KeyFile}", $"--Tls:Authority={_folder.AuthorityFile}"]);

        var refused = Assert.Throws<ServiceConfigurationException>(() => builder.AddServiceDefaults());
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_CertificateHasExpired_NamesSettingFileAndDate()
    {
        var leaf = _folder.Issue("service", "localhost", TimeSpan.FromMinutes(-1));
        var builder = WebApplication.CreateSlimBuilder([$"--Tls:Certificate={leaf.CertificateFile}", $"--Tls:Key={leaf.KeyFile}"]);

        var refused = Assert.Throws<ServiceConfigurationException>(() => builder.AddServiceDefaults());

        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(leaf.CertificateFile));
        Assert.Equal(
            $"Tls:Certificate: {leaf.CertificateFile}, {leaf.KeyFile}: The certificate of CN=service, OU=services, O=ITFrame has expired on {certificate.NotAfter.ToUniversalTime():u}.",
            refused.Message);
    }

    [Fact]
    public Task Https_ReplacedByAnExpiredCertificate_LeavesTheOldOneInForce()
        => AssertOldOneStaysAsync("has expired on 20", _ => _folder.Issue("service", "localhost", TimeSpan.FromMinutes(-1)));

    [Fact]
    public void Start_CertificateWithoutKey_SaysWhichIsMissing()
    {
        var builder = WebApplication.CreateSlimBuilder([$"--Tls:Certificate={_folder.Issue("service", "localhost").CertificateFile}"]);

        Assert.StartsWith("Tls:Key:", Assert.Throws<ServiceConfigurationException>(() => builder.AddServiceDefaults()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Replaces the files by what is no good, waits until the log names file and reason, and looks what is shown.</summary>
    private async Task AssertOldOneStaysAsync(string reason, Action<AppHost.Certificates.LeafCertificate> replace)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var leaf = _folder.Issue("service", "localhost");
        var serial = CertificateFolder.Load(leaf).SerialNumber;
        var logs = new RecordingLoggerProvider();
        await using var app = await StartAsync(leaf, logs);

        replace(leaf);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(logs.Messages.Any(line => line.Contains(leaf.CertificateFile, StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal)));
            },
            TimeSpan.FromSeconds(10),
            () => Task.FromResult(string.Join(Environment.NewLine, logs.Messages)),
            cancelled);

        var shown = new List<string>();
        using var client = CreateClient(app, shown);
        Assert.Equal("hello", await client.GetStringAsync(new Uri("/", UriKind.Relative), cancelled));
        Assert.Equal([serial], shown);
    }

    private async Task<WebApplication> StartAsync(AppHost.Certificates.LeafCertificate leaf, RecordingLoggerProvider? logs = null)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--Tls:Certificate={leaf.CertificateFile}", $"--Tls:Key={leaf.KeyFile}", "--urls=https://127.0.0.1:0"]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }

        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapGet("/", () => Results.Text("hello"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private HttpClient CreateClient(WebApplication app, List<string> shown)
    {
        var trust = ServerTrust.Of(_folder.AuthorityFile);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            shown.Add(((X509Certificate2)certificate!).SerialNumber);
            return trust.Accept(sender, certificate, chain, errors);
        };
        return new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
    }
}
