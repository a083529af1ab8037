using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Gives every endpoint of projects and executables its port before anything starts, as they may refer to one another in circles.</summary>
internal sealed class EndpointAllocator(IConfiguration configuration)
{
    /// <summary>Set under test, so that several applications can run at once.</summary>
    public const string RandomizePortsKey = "DcpPublisher:RandomizePorts";

    public void Allocate(DistributedApplicationModel model)
    {
        var randomize = configuration.GetValue(RandomizePortsKey, defaultValue: false);
        var taken = new Dictionary<int, string>();
        foreach (var resource in model.Resources.Where(resource => resource.IsProcess()))
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.AllocatedEndpoint is null))
            {
                var port = FixedPort(resource, endpoint, randomize) ?? LoopbackPort.Find();
                var user = $"endpoint '{endpoint.Name}' of the resource '{resource.Name}'";
                if (!taken.TryAdd(port, user))
                {
                    throw new DistributedApplicationException($"Port {port} is asked for twice: by the {taken[port]} and by the {user}.");
                }

                EnsureFree(resource, endpoint, port);
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(
                    endpoint,
                    IsAnyAddress(endpoint.TargetHost) ? "localhost" : endpoint.TargetHost,
                    port,
                    port.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Throws when another process listens on a port that a resource is about to use.</summary>
    public static void EnsureFree(IResource resource, EndpointAnnotation endpoint, int port)
    {
        if (!LoopbackPort.IsFree(port))
        {
            throw new DistributedApplicationException(
                $"The endpoint '{endpoint.Name}' of the resource '{resource.Name}' needs port {port}, which another process listens on. "
                + $"Stop that process (lsof -iTCP:{port} -sTCP:LISTEN finds it), or give the endpoint another port.");
        }
    }

    private static int? FixedPort(IResource resource, EndpointAnnotation endpoint, bool randomize)
    {
        if (endpoint.IsProxied)
        {
            if (endpoint is { Port: { } samePort, TargetPort: { } sameTargetPort } && samePort == sameTargetPort)
            {
                throw new DistributedApplicationException(
                    $"The endpoint '{endpoint.Name}' of the resource '{resource.Name}' asks for port {samePort} both for a proxy and behind it. Set isProxied to false, or leave one out.");
            }

            // There is no proxy here: one port is both what clients use and what the process listens on.
            return endpoint.TargetPort is { } targetPort && (endpoint.Port is null || randomize) ? targetPort : randomize ? null : endpoint.Port;
        }

        if (endpoint is { Port: { } port, TargetPort: { } target } && port != target)
        {
            throw new DistributedApplicationException(
                $"The endpoint '{endpoint.Name}' of the resource '{resource.Name}' has no proxy, so its port {port} and its target port {target} must be the same.");
        }

        return endpoint.TargetPort
            ?? throw new DistributedApplicationException(
                $"The endpoint '{endpoint.Name}' of the resource '{resource.Name}' has no proxy, so it needs a port or a target port.");
    }

    private static bool IsAnyAddress(string host) => host is "0.0.0.0" or "::" or "[::]" or "*" or "+";
}
