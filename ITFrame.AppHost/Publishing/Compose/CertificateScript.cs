using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>The script by which an operator makes the platform's own certificates: its list of them is the model's.</summary>
internal static class CertificateScript
{
    private const string Asset = "Compose/Assets/certificates";

    public static string Write(Deployment deployment)
        => Assets.Read(
            Asset,
            ("DOMAIN_VARIABLE", deployment.Domain.Variable),
            ("SITES", string.Join(' ', deployment.Sites)),
            ("CERTIFICATE", ContainerPaths.Certificate),
            ("KEY", ContainerPaths.Key),
            ("AUTHORITY", ContainerPaths.Authority),
            ("CERTIFICATES", string.Join('\n', deployment.Sites.SelectMany(site => Rows(deployment, site)))));

    private static IEnumerable<string> Rows(Deployment deployment, string site)
    {
        foreach (var service in deployment.In(site))
        {
            var hosts = service.Certificate.Hosts;
            yield return Row(site, service.Name, service.Certificate.Unit, service.Workload.User, service.Workload.CombinedCertificate, hosts);
            if (service.Workload.HasPublicCertificate)
            {
                // Good enough for other gateways, and for a first start; certbot replaces it.
                yield return Row(site, "public", service.Certificate.Unit, service.Workload.User, null, ["@", .. hosts.Where(host => host != "localhost")]);
            }
        }

        foreach (var name in (string[])[TelemetryPlan.Collector, TelemetryPlan.Dashboard])
        {
            yield return Row(site, name, "services", TelemetryPlan.User, null, [name, "localhost"]);
        }
    }

    private static string Row(string site, string name, string unit, int user, string? combined, IReadOnlyList<string> hosts)
        => $"    {site} {name} {unit} {user} {combined ?? "-"} {string.Join(',', hosts.Select(host => host == "@" || !host.Contains('.', StringComparison.Ordinal) ? host : $"{host}."))}";
}
