namespace ITFrame.AppHost.Publishing.Model;

/// <summary>A certificate that a service shows to others of the platform; signed by the platform's own authority.</summary>
/// <param name="Unit">The organizational unit: members of the replica set know each other by it.</param>
/// <param name="Hosts">The DNS names that it is good for, without the domain, <c>localhost</c> among them.</param>
internal sealed record Certificate(string Unit, IReadOnlyList<string> Hosts);
