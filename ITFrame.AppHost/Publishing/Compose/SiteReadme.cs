using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>The README of a site's Compose project.</summary>
internal static class SiteReadme
{
    public static string Write(Deployment deployment, IReadOnlyList<Service> services, string site, bool isInitiator)
    {
        var published = services.SelectMany(service => service.Ports.Where(port => deployment.IsPublished(service, port)).Select(port => (service, port))).ToList();
        var ports = published.Select(item => $"| {item.port.Port} | {item.service.Name} | {WhoCalls(deployment, item.service, item.port)} |");
        var called = deployment.CalledFrom(site).Select(item => $"`{item.Port.Host}.$ITFRAME_DOMAIN:{item.Port.Port}`");
        return Assets.Read(
            "Compose/Assets/README.md",
            ("SITE", site),
            ("TITLE", char.ToUpperInvariant(site[0]) + site[1..]),
            ("SERVICES", string.Join(", ", services.Select(service => service.Name))),
            ("PORTS", string.Join('\n', ports)),
            ("CALLED", string.Join(", ", called)),
            ("INITIATOR", isInitiator
                ? "`mongo-init` waits here until the members of all sites answer, makes one replica set of them, and ends."
                : $"The replica set is made by `mongo-init` at {deployment.ReplicaSet.Initiator.Site}, once all members answer."));
    }

    private static string WhoCalls(Deployment deployment, Service service, ServicePort port)
    {
        var sites = deployment.Edges.Where(edge => edge.To == service && edge.Port == port && edge.CrossesSites).Select(edge => edge.From.Site).Distinct();
        return port.IsPublic ? "clients" : string.Join(", ", sites);
    }
}
