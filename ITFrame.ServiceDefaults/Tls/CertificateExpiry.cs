using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>
/// Says when certificates end: the gauge <c>itframe.tls.certificate.expiry</c>, in seconds from now, one series a file; and a warning in
/// readiness when one of them ends soon. A warning only: a service whose certificate has ended is as good as the others that have the
/// same one, and taking all of them out of use would help nobody.
/// </summary>
public sealed class CertificateExpiry : IHealthCheck, IHostedService
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ITFrame.Tls";

    /// <summary>Renewals begin 30 days before the end (certbot, cert-manager); what is left after two weeks of trying needs a person.</summary>
    public static readonly TimeSpan Warning = TimeSpan.FromDays(14);

    private readonly IPemFile[] _files;
    private readonly TimeProvider _clock;

    /// <summary>Makes the gauge.</summary>
    /// <param name="sources">Where the certificates are.</param>
    /// <param name="meters">The factory of the meter.</param>
    /// <param name="clock">The clock.</param>
    public CertificateExpiry(IEnumerable<ICertificateSource> sources, IMeterFactory meters, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _files = [.. sources.SelectMany(source => source.Files).DistinctBy(file => file.Paths[0])];
        _clock = clock;
        meters.Create(MeterName).CreateObservableGauge("itframe.tls.certificate.expiry", Measure, "s", "Time until a certificate ends; negative when it has ended.");
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = _clock.GetUtcNow();
        var soon = _files.Where(file => file.Expires < now + Warning).OrderBy(file => file.Expires).Select(file => Describe(file, now)).ToList();
        return Task.FromResult(soon.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", soon)));
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Describe(IPemFile file, DateTimeOffset now)
    {
        var left = file.Expires - now;
        var when = left <= TimeSpan.Zero ? "has expired"
            : left < TimeSpan.FromDays(1) ? string.Create(CultureInfo.InvariantCulture, $"expires in {left.TotalHours:0.#} hours")
            : string.Create(CultureInfo.InvariantCulture, $"expires in {left.TotalDays:0.#} days");
        return string.Create(CultureInfo.InvariantCulture, $"{file.Paths[0]} {when}, on {file.Expires:u}");
    }

    private IEnumerable<Measurement<double>> Measure()
    {
        var now = _clock.GetUtcNow();
        return _files.Select(file => new Measurement<double>((file.Expires - now).TotalSeconds, new KeyValuePair<string, object?>("itframe.tls.file", file.Paths[0])));
    }
}
