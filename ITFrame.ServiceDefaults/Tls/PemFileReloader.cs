using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>
/// Looks at files of certificates again and again. New connections get what the files hold now; those that are open keep what they
/// have. A notification is not sent for every way in which files are replaced, as by the symbolic links of Kubernetes, so that they
/// are read and compared.
/// </summary>
/// <param name="sources">Whose files.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Is told of every change, and of files that are no good.</param>
public sealed partial class PemFileReloader(IEnumerable<ICertificateSource> sources, TimeProvider clock, ILogger<PemFileReloader> logger)
    : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sources.Select(source => WatchAsync(source, stoppingToken)));

    private async Task WatchAsync(ICertificateSource source, CancellationToken stoppingToken)
    {
        IPemFile[] files = [.. source.Files];
        if (files.Length == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(source.ReloadInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var file in files)
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
            Log.Kept(logger, file.Paths[0], exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{File} has changed and is in force for new connections.")]
        public static partial void Reloaded(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Error, "{File} has changed and is no good; what it held before stays in force. {Reason}")]
        public static partial void Kept(ILogger logger, string file, string reason);
    }
}
