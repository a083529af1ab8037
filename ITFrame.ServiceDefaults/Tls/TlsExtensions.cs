using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Exporter;

namespace ITFrame.ServiceDefaults.Tls;

internal static class TlsExtensions
{
    /// <summary>Reads section <c>Tls</c>; bad files end the start, not the first connection.</summary>
    public static void AddTls(this IHostApplicationBuilder builder)
    {
        var tls = new ServiceTls(ServiceTlsOptions.Read(builder.Configuration));
        builder.Properties[typeof(ServiceTls)] = tls;
        builder.Services.AddSingleton(tls);
        builder.Services.AddSingleton<ICertificateSource>(tls);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<CertificateExpiry>();
        builder.Services.AddHealthChecks().AddCheck<CertificateExpiry>("certificates");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<PemFileReloader>();
        // The gauge is there from the start, not from the first question about health.
        builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<CertificateExpiry>());
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureHttpsDefaults(tls.Configure));
        if (tls.Trust is { } trust)
        {
            builder.Services.ConfigureAll<OtlpExporterOptions>(exporter => exporter.HttpClientFactory = () => Collector(trust, exporter.TimeoutMilliseconds));
        }
    }

    /// <summary>The service's TLS, for those who build their clients before there are services.</summary>
    public static ServiceTls Tls(this IHostApplicationBuilder builder) => (ServiceTls)builder.Properties[typeof(ServiceTls)];

    /// <summary>A collector is reached directly: telemetry is not part of the modelled network.</summary>
    private static HttpClient Collector(ServerTrust trust, int timeoutMilliseconds)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        trust.Configure(handler);
        return new HttpClient(handler) { Timeout = TimeSpan.FromMilliseconds(timeoutMilliseconds) };
    }
}
