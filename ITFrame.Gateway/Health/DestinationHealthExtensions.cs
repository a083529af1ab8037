using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

internal static class DestinationHealthExtensions
{
    /// <summary>Neither the checks nor a failed request speak against it.</summary>
    public static bool IsAvailable(this DestinationState destination)
        => destination.Health.Active != DestinationHealth.Unhealthy && destination.Health.Passive != DestinationHealth.Unhealthy;
}
