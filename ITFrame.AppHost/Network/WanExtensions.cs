using System.Globalization;
using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.Faults;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Network;

internal static class WanExtensions
{
    /// <summary>Adds the wide-area network: one SOCKS5 router a site, and the links between them.</summary>
    public static Wan AddWan(this Lab lab)
    {
        var adminPort = lab.Ports.Free();
        var routerPorts = lab.Options.SiteNames().Append(Sites.Internet).ToDictionary(site => site, _ => lab.Ports.Free());
        var resource = lab.Builder.AddProject<Projects.ITFrame_Wan>("wan", options => options.ExcludeLaunchProfile = true)
            .WithAnnotation(new KindAnnotation("wan"))
            .WithServiceEndpoint(lab, adminPort)
            .WithCertificate(lab)
            .WithEnvironment("Wan__Token", lab.Builder.AddParameter("wan-token", () => lab.Secrets.WanToken, secret: true))
            .WithEnvironment(context => Configure(context, lab, routerPorts))
            .WithHttpHealthCheck("/health/ready")
            .WithProcessFaults();
        foreach (var (site, port) in routerPorts)
        {
            resource.WithEndpoint(port: port, scheme: "tcp", name: $"socks-{site}", isProxied: false);
        }

        return new Wan(resource, new Uri($"{lab.Scheme}://localhost:{adminPort}"), routerPorts);
    }

    /// <summary>Gives an endpoint its production name.</summary>
    public static IResourceBuilder<T> WithWanName<T>(this IResourceBuilder<T> resource, string host, int port, int target)
        where T : IResource
        => resource.WithAnnotation(new WanRouteAnnotation(host, port, target));

    private static void Configure(EnvironmentCallbackContext context, Lab lab, Dictionary<string, int> routerPorts)
    {
        var variables = context.EnvironmentVariables;
        AddList(variables, "Wan__Sites", routerPorts, site => [("Name", site.Key), ("Port", site.Value)]);
        var links = lab.Options.Links.Where(link => routerPorts.ContainsKey(link.A) && routerPorts.ContainsKey(link.B));
        AddList(variables, "Wan__Links", links, link =>
        [
            ("A", link.A), ("B", link.B), ("RoundTripMilliseconds", link.RoundTripMilliseconds),
            ("JitterMilliseconds", link.JitterMilliseconds), ("LossPercent", link.LossPercent), ("BandwidthMegabits", link.BandwidthMegabits),
        ]);
        AddList(variables, "Wan__Routes", Routes(lab), route =>
        [
            ("Host", route.Name.Host), ("Port", route.Name.Port), ("Site", route.Site), ("Target", $"127.0.0.1:{route.Name.Target}"),
        ]);
    }

    private static IEnumerable<(string Site, WanRouteAnnotation Name)> Routes(Lab lab)
        => from resource in lab.Builder.Resources
           from name in resource.Annotations.OfType<WanRouteAnnotation>()
           select (resource.Annotations.OfType<SiteAnnotation>().Last().Site, name);

    private static void AddList<T>(Dictionary<string, object> variables, string prefix, IEnumerable<T> items, Func<T, (string Name, object Value)[]> fields)
    {
        foreach (var (index, item) in items.Index())
        {
            foreach (var (name, value) in fields(item))
            {
                variables[$"{prefix}__{index}__{name}"] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            }
        }
    }
}
