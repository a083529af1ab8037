namespace ITFrame.AppHost.Network;

/// <summary>The name by which other services reach an endpoint of a resource, and the endpoint's real port on loopback.</summary>
/// <param name="Host">Host name as in production.</param>
/// <param name="Port">Port as in production.</param>
/// <param name="Target">Loopback port that the process listens on.</param>
internal sealed record WanRouteAnnotation(string Host, int Port, int Target) : IResourceAnnotation;
