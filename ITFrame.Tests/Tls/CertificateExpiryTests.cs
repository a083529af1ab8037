using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using ITFrame.ServiceDefaults;
using ITFrame.ServiceDefaults.Tls;
using ITFrame.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ITFrame.Tests.Tls;

/// <summary>A service whose certificate comes near its end, and past it.</summary>
public sealed class CertificateExpiryTests : IDisposable
{
    private readonly CertificateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ready_LastTwoWeeks_SaysSoAndStaysReady()
    {
        var leaf = _folder.Issue("service", "localhost", TimeSpan.FromDays(20));
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(client));

        _time.Advance(TimeSpan.FromDays(7));
        var (status, text) = await ReadyAsync(client);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith($"Degraded\ncertificates: {leaf.CertificateFile} expires in 13 days, on 20", text, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromDays(14));
        (status, text) = await ReadyAsync(client);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"{leaf.CertificateFile} has expired, on 20", text, StringComparison.Ordinal);

        // By the files' dates, which are the system's, it is good for another 50 days.
        _folder.Issue("service", "localhost", TimeSpan.FromDays(71));
        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return (await ReadyAsync(client)).Text == "Healthy";
            },
            TimeSpan.FromSeconds(10), state: null, Cancelled);
    }

    [Fact]
    public async Task Gauge_EachFile_HasTheSecondsThatAreLeft()
    {
        var leaf = _folder.Issue("service", "localhost", TimeSpan.FromDays(20));
        var measured = new ConcurrentDictionary<string, double>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CertificateExpiry.MeterName && instrument.Name == "itframe.tls.certificate.expiry" && instrument.Unit == "s")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((_, value, tags, _) => measured[(string)tags[0].Value!] = value);
        meters.Start();
        await using var app = await StartAsync();

        _time.Advance(TimeSpan.FromDays(21));
        meters.RecordObservableInstruments();

        Assert.Equal(-1, TimeSpan.FromSeconds(measured[leaf.CertificateFile]).TotalDays, 0.01);
        Assert.Equal(344, TimeSpan.FromSeconds(measured[_folder.AuthorityFile]).TotalDays, 0.01);
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(
            [$"--Tls:Certificate={Path.Combine(_folder.Path, "service.crt")}", $"--Tls:Key={Path.Combine(_folder.Path, "service.key")}", $"--Tls:Authority={_folder.AuthorityFile}", "--urls=http://127.0.0.1:0"]);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync(Cancelled);
        return app;
    }

    private static async Task<(HttpStatusCode Status, string Text)> ReadyAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancelled);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }
}
