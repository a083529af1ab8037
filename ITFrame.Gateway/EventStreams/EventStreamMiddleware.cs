using ITFrame.Gateway.Configuration;
using ITFrame.Gateway.Errors;
using ITFrame.Gateway.Routing;
using ITFrame.Gateway.Telemetry;

namespace ITFrame.Gateway.EventStreams;

internal sealed class EventStreamMiddleware(
    RequestDelegate next, GatewaySettings settings, DoorMetrics metrics, IHostApplicationLifetime lifetime)
{
    private readonly int _most = settings.Current.EventStreams.Concurrent;

    private readonly PathPattern[] _paths =
        [.. settings.Current.EventStreams.Paths.Select(path => PathPattern.TryParse(path, out var pattern) ? pattern : throw new InvalidOperationException(path))];

    public Task InvokeAsync(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method) && IsMatch(context.Request.Path.Value ?? "") ? FollowAsync(context) : next(context);

    private async Task FollowAsync(HttpContext context)
    {
        try
        {
            if (metrics.AddEventStream() > _most)
            {
                metrics.CountShed();
                await GatewayProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many event streams are under way.");
                return;
            }

            EventStream.Mark(context);
            // A stop would wait for them as long as it may. Their clients come back, and are then somebody else's.
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            context.RequestAborted = ended.Token;
            await next(context);
        }
        finally
        {
            metrics.RemoveEventStream();
        }
    }

    private bool IsMatch(string path)
    {
        foreach (var pattern in _paths)
        {
            if (pattern.IsMatch(path))
            {
                return true;
            }
        }

        return false;
    }
}
