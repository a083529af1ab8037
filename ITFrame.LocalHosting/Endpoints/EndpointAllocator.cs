using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Gives every endpoint of projects and executables its port before anything starts, as they may refer to one another in circles.</summary>
internal sealed class EndpointAllocator(IConfiguration configuration)
{
    /// <summary>
    /// How long a port may seem to be taken that is not. A process that is being started has for a moment all that this one had open,
    /// also the socket by which another thread was just looking whether a port is free.
    /// </summary>
    private static readonly TimeSpan ForkTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Set under test, so that several applications can run at once.</summary>
    public const string RandomizePortsKey = "DcpPublisher:RandomizePorts";

    public void Allocate(DistributedApplicationModel model)
    {
        var randomize = configuration.GetValue(RandomizePortsKey, defaultValue: false);
        var endpoints = model.Resources
            .Where(resource => resource.IsProcess())
            .SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new ResourceEndpoint(resource, endpoint)))
            .Where(entry => entry.Endpoint.AllocatedEndpoint is null)
            .ToArray();

        // Those that insist come first, or a port that they need could be given away.
        var taken = new Dictionary<int, ResourceEndpoint>();
        foreach (var entry in endpoints)
        {
            if (FixedPort(entry, randomize) is { } port)
            {
                if (!taken.TryAdd(port, entry))
                {
                    throw new DistributedApplicationException($"Port {port} is asked for twice: by the {taken[port]} and by the {entry}.");
                }

                EnsureFree(entry.Resource, entry.Endpoint, port);
                Allocate(entry.Endpoint, port);
            }
        }

        foreach (var entry in endpoints.Where(entry => entry.Endpoint.AllocatedEndpoint is null))
        {
            int port;
            do
            {
                port = LoopbackPort.Find();
            }
            while (!taken.TryAdd(port, entry));

            Allocate(entry.Endpoint, port);
        }
    }

    /// <summary>Throws when another process listens on a port that a resource is about to use.</summary>
    public static void EnsureFree(IResource resource, EndpointAnnotation endpoint, int port)
    {
        if (!SpinWait.SpinUntil(() => LoopbackPort.IsFree(port), ForkTime))
        {
            throw new DistributedApplicationException(
                $"The {new ResourceEndpoint(resource, endpoint)} needs port {port}, which another process listens on. "
                + $"Stop that process (lsof -iTCP:{port} -sTCP:LISTEN finds it), or give the endpoint another port.");
        }
    }

    private static void Allocate(EndpointAnnotation endpoint, int port)
        => endpoint.AllocatedEndpoint = new AllocatedEndpoint(
            endpoint,
            IsAnyAddress(endpoint.TargetHost) ? "localhost" : endpoint.TargetHost,
            port,
            port.ToString(CultureInfo.InvariantCulture));

    private static int? FixedPort(ResourceEndpoint entry, bool randomize)
    {
        var (port, targetPort) = (entry.Endpoint.Port, entry.Endpoint.TargetPort);
        if (!entry.Endpoint.IsProxied)
        {
            return targetPort is null
                ? throw new DistributedApplicationException($"The {entry} has no proxy, so it needs a port or a target port.")
                : port == targetPort ? port
                : throw new DistributedApplicationException($"The {entry} has no proxy, so its port {port} and its target port {targetPort} must be the same.");
        }

        if (port is not null && port == targetPort)
        {
            throw new DistributedApplicationException(
                $"The {entry} asks for port {port} both for a proxy and behind it. Set isProxied to false, or leave one of the two out.");
        }

        // There is no proxy here: one port is both what clients use and what the process listens on.
        return (randomize ? null : port) ?? targetPort;
    }

    private static bool IsAnyAddress(string host) => host is "0.0.0.0" or "::" or "[::]" or "*" or "+";

    private sealed record ResourceEndpoint(IResource Resource, EndpointAnnotation Endpoint)
    {
        public override string ToString() => $"endpoint '{Endpoint.Name}' of the resource '{Resource.Name}'";
    }
}
