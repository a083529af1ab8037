using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

internal static class DestinationHealthExtensions
{
    /// <summary>Neither the checks nor failed requests speak against it.</summary>
    public static bool IsAvailable(this DestinationState destination)
        => destination.Health.Active != DestinationHealth.Unhealthy && !destination.IsEjected();

    /// <summary>Out because of the requests that it has failed.</summary>
    public static bool IsEjected(this DestinationState destination) => destination.Health.Passive == DestinationHealth.Unhealthy;
}
