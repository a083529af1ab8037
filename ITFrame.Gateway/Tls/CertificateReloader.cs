using System.Security.Cryptography;

namespace ITFrame.Gateway.Tls;

/// <summary>
/// Looks at the certificates' files again and again. New connections get what the files hold now; those that are open keep what
/// they have.
/// </summary>
internal sealed partial class CertificateReloader(
    CertificateFiles files,
    TlsOptions options,
    TimeProvider clock,
    ILogger<CertificateReloader> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!files.All.Any())
        {
            return;
        }

        using var timer = new PeriodicTimer(options.ReloadInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var file in files.All)
            {
                await ReloadAsync(file, stoppingToken);
            }
        }
    }

    private async Task ReloadAsync(IPemFile file, CancellationToken cancellationToken)
    {
        try
        {
            if (await file.TryReloadAsync(cancellationToken))
            {
                Log.Reloaded(logger, file.Paths[0]);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Log.Kept(logger, file.Paths[0], exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{File} has changed and is in force for new connections.")]
        public static partial void Reloaded(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Error, "{File} has changed and is no good; what it held before stays in force.")]
        public static partial void Kept(ILogger logger, string file, Exception exception);
    }
}
