namespace ITFrame.AppHost.Publishing.Model;

/// <summary>What is to be deployed: the app model without what only the lab has.</summary>
/// <param name="Domain">The domain of every name.</param>
/// <param name="Sites">The sites, in the model's order.</param>
/// <param name="Services">All services of all sites.</param>
/// <param name="Edges">Who calls whom.</param>
/// <param name="ReplicaSet">How the replica set is initiated.</param>
internal sealed record Deployment(
    Parameter Domain, IReadOnlyList<string> Sites, IReadOnlyList<Service> Services, IReadOnlyList<Edge> Edges, ReplicaSetPlan ReplicaSet)
{
    public IEnumerable<Service> In(string site) => Services.Where(service => service.Site == site);

    /// <summary>Whether a port is called from other sites, or by clients, and so is published.</summary>
    public bool IsPublished(Service service, ServicePort port)
        => port.IsPublic || Edges.Any(edge => edge.CrossesSites && edge.To == service && edge.Port == port);

    /// <summary>The ports of other sites that services of a site call, once each.</summary>
    public IEnumerable<(Service Service, ServicePort Port)> CalledFrom(string site)
        => Edges.Where(edge => edge.From.Site == site && edge.CrossesSites).Select(edge => (edge.To, edge.Port)).Distinct();

    /// <summary>The full name of a host.</summary>
    public Text FullName(string host) => host.Contains('.', StringComparison.Ordinal) ? Text.Join($"{host}.", Domain) : Text.Of(host);

    /// <summary>The address of a site as other sites reach it.</summary>
    public static Parameter Address(string site)
        => new($"{site}-address", $"IP address by which other sites reach {site}.", Example: null);
}
