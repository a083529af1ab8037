namespace ITFrame.AppHost.Publishing.Model;

/// <summary>A process of the app model that runs in production.</summary>
/// <param name="Name">Its name inside the site: <c>api-1</c>.</param>
/// <param name="Resource">Its name in the app model: <c>api-london-1</c>.</param>
/// <param name="Kind">What it is: <c>gateway</c>, <c>api</c> or <c>member</c>.</param>
/// <param name="Site">Where it stands.</param>
/// <param name="Workload">How it is run.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Environment">Its variables, by name.</param>
/// <param name="Ports">What it listens on.</param>
/// <param name="Certificate">What it shows.</param>
/// <param name="WaitsForMember">It starts after the site's member of the replica set.</param>
internal sealed record Service(
    string Name,
    string Resource,
    string Kind,
    string Site,
    Workload Workload,
    IReadOnlyList<Text> Arguments,
    IReadOnlyList<KeyValuePair<string, Text>> Environment,
    IReadOnlyList<ServicePort> Ports,
    Certificate Certificate,
    bool WaitsForMember)
{
    /// <summary>The port at which health is asked for: one that needs no certificate of who asks.</summary>
    public ServicePort HealthPort => Ports.Where(port => port.Scheme == Workload.HealthScheme).OrderByDescending(port => port.IsPublic).First();
}
