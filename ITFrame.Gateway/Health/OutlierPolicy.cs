using ITFrame.Gateway.Retries;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

/// <summary>Tells the outlier detector of every attempt, those included that a hedge has overtaken.</summary>
internal sealed class OutlierPolicy(OutlierDetector detector) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "OutlierEjection";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.Features.Get<RequestAttempts>() is not { Current: { } attempt } attempts)
        {
            return;
        }

        detector.Record(cluster, attempt);
        if (attempts.Overtaken is { } overtaken)
        {
            detector.Record(cluster, overtaken);
        }
    }
}
