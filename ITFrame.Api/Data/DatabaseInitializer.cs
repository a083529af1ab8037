using ITFrame.Api.Errors;
using MongoDB.Driver;

namespace ITFrame.Api.Data;

/// <summary>Runs the <see cref="IDatabaseStep"/>s in the background, again and again until there is a primary that takes them.</summary>
internal sealed class DatabaseInitializer(IEnumerable<IDatabaseStep> steps, DatabaseState state, TimeProvider time, ILogger<DatabaseInitializer> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryRunAsync(stoppingToken))
        {
            await Task.Delay(RetryDelay, time, stoppingToken);
        }

        state.IsInitialized = true;
        logger.LogInformation("The database has its indexes and seed.");
    }

    private async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var together in steps.GroupBy(step => step.Order).OrderBy(group => group.Key))
            {
                await Task.WhenAll(together.Select(step => step.RunAsync(cancellationToken)));
            }

            return true;
        }
        catch (Exception exception) when (exception.IsUnavailable() || exception.IsDuplicateKey())
        {
            // A duplicate key means that another replica was faster at the same upsert: the next round finds its work done.
            logger.LogInformation("The database cannot be prepared yet ({Failure}); trying again.", exception.GetType().Name);
            return false;
        }
        catch (MongoException exception)
        {
            logger.LogError(exception, "The database refuses its indexes or seed; trying again.");
            return false;
        }
    }
}
