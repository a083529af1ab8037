using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.ReplicaSet;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace ITFrame.AppHost.Publishing.Model;

/// <summary>
/// Reads the app model that the lab runs: annotations, endpoints, and what the callbacks for arguments and environment say in publish
/// mode. What is no part of production (the WAN, the console) is left out.
/// </summary>
/// <param name="lab">The lab whose model it is.</param>
/// <param name="domain">The domain of every name.</param>
internal sealed class ModelReader(Lab lab, Parameter domain)
{
    private const string Urls = "ASPNETCORE_URLS";

    private readonly ValueReader _values = new(domain);

    /// <exception cref="DistributedApplicationException">The model has something that cannot be published.</exception>
    public async Task<Deployment> ReadAsync(ReplicaSetResource set, CancellationToken cancellationToken)
    {
        var services = new List<Service>();
        foreach (var resource in lab.Builder.Resources)
        {
            if (await ReadAsync(resource, cancellationToken) is { } service)
            {
                services.Add(service);
            }
        }

        return new Deployment(domain, [.. lab.Sites.Keys], services, [.. Edges(services, set).Distinct()], Plan(services, set));
    }

    private async Task<Service?> ReadAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (resource.Annotations.OfType<KindAnnotation>().LastOrDefault()?.Kind is not { } kind || Workloads.Of(kind) is not { } workload)
        {
            return null;
        }

        var certificate = resource.Annotations.OfType<CertificateAnnotation>().Last().Leaf;
        var ports = Ports(resource).ToList();
        return new Service(
            resource.Annotations.OfType<WanRouteAnnotation>().First().Host.Split('.')[0],
            resource.Name,
            kind,
            resource.Annotations.OfType<SiteAnnotation>().Last().Site,
            workload,
            [.. (await ArgumentsAsync(resource, cancellationToken)).Select(text => Mounted(text, certificate, workload))],
            await EnvironmentAsync(resource, kind, workload, certificate, ports, cancellationToken),
            ports,
            new Certificate(certificate.Unit, [.. certificate.Hosts.Select(WithoutDomain)]),
            resource.Annotations.OfType<WaitAnnotation>().Any(wait => wait.Resource is ReplicaSetResource));
    }

    private static IEnumerable<ServicePort> Ports(IResource resource)
        => from route in resource.Annotations.OfType<WanRouteAnnotation>()
           join endpoint in resource.Annotations.OfType<EndpointAnnotation>() on route.Target equals endpoint.Port
           select new ServicePort(endpoint.Name, endpoint.UriScheme, route.Target, WithoutDomain(route.Host), route.Port, endpoint.IsExternal);

    private async Task<IEnumerable<Text>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = new List<object>();
        var context = new CommandLineArgsCallbackContext(arguments, resource, cancellationToken) { ExecutionContext = lab.Builder.ExecutionContext };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return arguments.Select(argument => _values.Read(argument, $"{resource.Name}, arguments"));
    }

    private async Task<IReadOnlyList<KeyValuePair<string, Text>>> EnvironmentAsync(
        IResource resource, string kind, Workload workload, LeafCertificate certificate, IReadOnlyList<ServicePort> ports, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(lab.Builder.ExecutionContext, resource, cancellationToken: cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var variables = context.EnvironmentVariables
            .Where(variable => !IsOrchestrators(variable.Key))
            .ToDictionary(variable => variable.Key, variable => Mounted(_values.Read(variable.Value, $"{resource.Name}, {variable.Key}"), certificate, workload));
        var addresses = ports.Where(port => port.Scheme is "http" or "https").Select(port => $"{port.Scheme}://+:{port.ContainerPort}").ToList();
        if (addresses.Count > 0)
        {
            variables[Urls] = Text.Of(string.Join(';', addresses));
        }

        ProductionSettings.Apply(kind, domain, variables);
        return [.. variables.OrderBy(variable => variable.Key, StringComparer.Ordinal)];
    }

    /// <summary>What Aspire adds to every project by itself: its own ports, its own dashboard.</summary>
    private static bool IsOrchestrators(string variable)
        => variable.StartsWith("OTEL_", StringComparison.Ordinal)
            || variable.StartsWith("LOGGING__CONSOLE__", StringComparison.Ordinal)
            || variable is "HTTP_PORTS" or "HTTPS_PORTS" or "ASPNETCORE_HTTPS_PORT" or Urls or "ASPNETCORE_FORWARDEDHEADERS_ENABLED" or "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT";

    /// <summary>The lab's files, where a container has them.</summary>
    private Text Mounted(Text text, LeafCertificate certificate, Workload workload)
        => text.Map(literal => literal == certificate.CertificateFile ? $"{ContainerPaths.Tls}/{ContainerPaths.Certificate}"
            : literal == certificate.KeyFile ? $"{ContainerPaths.Tls}/{ContainerPaths.Key}"
            : literal == certificate.CombinedFile ? $"{ContainerPaths.Tls}/{workload.CombinedCertificate}"
            : literal == lab.Certificates!.AuthorityFile ? $"{ContainerPaths.Tls}/{ContainerPaths.Authority}"
            : literal);

    /// <summary>Whoever is told the name of another's port calls it; members call each other.</summary>
    private IEnumerable<Edge> Edges(IReadOnlyList<Service> services, ReplicaSetResource set)
    {
        foreach (var from in services)
        {
            var texts = from.Arguments.Concat(from.Environment.Select(variable => variable.Value)).ToList();
            foreach (var to in services.Where(service => service != from))
            {
                foreach (var port in to.Ports)
                {
                    var isMembers = from.Workload == Workloads.Member && to.Workload == Workloads.Member && set.Members.Any(member => member.Name == to.Resource);
                    if (isMembers || texts.Any(text => text.Contains($"{port.Host}.{{{domain.Name}}}:{port.Port}")))
                    {
                        yield return new Edge(from, to, port);
                    }
                }
            }
        }
    }

    private static ReplicaSetPlan Plan(IReadOnlyList<Service> services, ReplicaSetResource set)
    {
        var json = new JsonWriterSettings { Indent = true, OutputMode = JsonOutputMode.RelaxedExtendedJson, NewLineChars = "\n" };
        return new ReplicaSetPlan(
            set.SetName,
            services.Single(service => service.Resource == set.Members[0].Name),
            ReplicaSetInitiator.Configuration(set).ToJson(json),
            HubUser.Name,
            HubUser.Roles.ToJson(json),
            new Parameter(set.Password!.Name, ProductionSettings.Describe(set.Password.Name), IsSecret: true));
    }

    private static string WithoutDomain(string host)
        => host.EndsWith($".{Sites.Domain}", StringComparison.Ordinal) ? host[..^(Sites.Domain.Length + 1)] : host;
}
