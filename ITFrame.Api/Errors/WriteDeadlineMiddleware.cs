using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Servers;

namespace ITFrame.Api.Errors;

/// <summary>
/// Answers a write with 503 within 3 s while there is no primary, whatever it waits for. With a primary a write may take longer:
/// a slow one is better than one that has to be sent again.
/// </summary>
internal sealed class WriteDeadlineMiddleware(RequestDelegate next, IMongoClient client, TimeProvider time)
{
    /// <summary>What is left of the 3 s is for the answer's way.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(2800);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    public async Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        {
            await next(context);
            return;
        }

        var outer = context.RequestAborted;
        var isExpired = false;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(outer);
        await using var timer = time.CreateTimer(
            _ =>
            {
                if (!HasPrimary(client.Cluster.Description))
                {
                    isExpired = true;
                    limited.Cancel();
                }
            },
            null, Limit, Again);
        context.RequestAborted = limited.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (isExpired && !outer.IsCancellationRequested)
        {
            throw new TimeoutException("There is no primary.");
        }
        finally
        {
            context.RequestAborted = outer;
        }
    }

    private static bool HasPrimary(ClusterDescription cluster)
        => cluster.Servers.Any(server => server is { State: ServerState.Connected, Type: ServerType.ReplicaSetPrimary or ServerType.Standalone or ServerType.ShardRouter });
}
