using System.Globalization;
using ITFrame.Gateway.Caching;
using ITFrame.Gateway.Forwarding;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ITFrame.Gateway.Timing;

/// <summary>
/// Says in <c>Server-Timing</c> who answered and how long it took, one entry for each gateway on the way: browsers show it
/// beside the request.
/// </summary>
internal sealed class ServerTimingTransforms(TimeProvider clock) : ITransformProvider
{
    private static readonly HttpRequestOptionsKey<long> Start = new("ITFrame.Gateway.Start");

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.AddRequestTransform(request =>
        {
            request.ProxyRequest.Options.Set(Start, clock.GetTimestamp());
            return ValueTask.CompletedTask;
        });
        context.AddResponseTransform(response =>
        {
            if (response.ProxyResponse?.RequestMessage?.Options.TryGetValue(Start, out var start) == true)
            {
                var headers = response.HttpContext.Response.Headers;
                // In whole tenths: a format for fractions costs more than the rest of the line.
                var tenths = (long)(clock.GetElapsedTime(start).TotalMilliseconds * 10);
                headers.Append(CacheStatus.TimingHeader, string.Create(
                    CultureInfo.InvariantCulture,
                    $"upstream;dur={tenths / 10}.{tenths % 10};desc=\"{headers[AttemptTransforms.ServedByHeader]}\""));
            }

            return ValueTask.CompletedTask;
        });
    }
}
