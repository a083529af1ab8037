using ITFrame.Api.Errors;

namespace ITFrame.Api.Outbox;

/// <summary>
/// Delivers what is in the outbox, at least once each: every replica takes what is due, and what a replica took and did not
/// finish, because it died or the primary changed, is due again when its lease ends.
/// </summary>
internal sealed class OutboxDispatcher(IServiceScopeFactory scopes, IEnumerable<IOutboxHandler> handlers, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    /// <summary>With waits that double from 2 s on, the last attempt is some two hours after the first.</summary>
    public const int MaxAttempts = 12;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, IOutboxHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (!await TryDeliverAsync(stoppingToken))
            {
                await Task.Delay(Idle, time, stoppingToken);
            }
        }
    }

    /// <summary>False where there was nothing to do, or no way to do it.</summary>
    private async Task<bool> TryDeliverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var outbox = scope.ServiceProvider.GetRequiredService<OutboxRepository>();
            if (await outbox.ClaimAsync(time.GetUtcNow().UtcDateTime, Lease, cancellationToken) is not { } entry)
            {
                return false;
            }

            if (await IsTakenAsync(entry, cancellationToken))
            {
                await outbox.DeleteAsync(entry.Id, cancellationToken);
            }
            else
            {
                DateTime? next = entry.Attempts < MaxAttempts
                    ? time.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(Math.Pow(2, entry.Attempts))
                    : null;
                await outbox.PostponeAsync(entry.Id, next, cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (exception.IsUnavailable())
        {
            return false;
        }
        catch (MongoDB.Driver.MongoException exception)
        {
            logger.LogError(exception, "The database refuses the outbox.");
            return false;
        }
    }

    private async Task<bool> IsTakenAsync(OutboxDocument entry, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(entry.Kind, out var handler))
        {
            // A newer replica's, perhaps.
            return false;
        }

        try
        {
            await handler.DeliverAsync(entry.Subject, entry.Content, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("{Kind} did not take an entry on attempt {Attempt}: {Failure}.", entry.Kind, entry.Attempts, exception.GetType().Name);
            return false;
        }
    }
}
