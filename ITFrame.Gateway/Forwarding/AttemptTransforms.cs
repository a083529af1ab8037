using ITFrame.Gateway.Retries;
using ITFrame.Gateway.Tiers;
using ITFrame.ServiceDefaults.Network;
using Microsoft.AspNetCore.Diagnostics;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ITFrame.Gateway.Forwarding;

/// <summary>
/// What every route does to a message: an outgoing one carries its attempt; an answer of 503 may be left for another
/// destination; any other one says who served it.
/// </summary>
internal sealed class AttemptTransforms(IConfiguration configuration) : ITransformProvider
{
    public const string ServedByHeader = "X-Served-By";

    private readonly string _site = configuration[Site.Variable] is { Length: > 0 } site ? site : "local";

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.AddRequestTransform(CarryAttempt);
        context.AddResponseTransform(Answer);
    }

    private static ValueTask CarryAttempt(RequestTransformContext context)
    {
        if (context.HttpContext.Features.Get<RequestAttempts>()?.Current is { } attempt)
        {
            context.ProxyRequest.Options.Set(Attempt.OptionsKey, attempt);
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask Answer(ResponseTransformContext context)
    {
        if (context.ProxyResponse is null || context.HttpContext.Features.Get<RequestAttempts>() is not { Current: { } attempt } attempts)
        {
            return ValueTask.CompletedTask;
        }

        if ((int)context.ProxyResponse.StatusCode == StatusCodes.Status503ServiceUnavailable && attempts.TryLeaveUnavailable())
        {
            context.SuppressResponseBody = true;
            return ValueTask.CompletedTask;
        }

        // An error that a destination gives no body is passed on without one.
        if (context.HttpContext.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        // Another region's gateway has said which of its replicas it was.
        var headers = context.HttpContext.Response.Headers;
        if (attempt.Tier == DestinationTier.Local || !headers.ContainsKey(ServedByHeader))
        {
            headers[ServedByHeader] = $"{_site}/{attempt.Destination.DestinationId}";
        }

        return ValueTask.CompletedTask;
    }
}
