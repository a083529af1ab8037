using ITFrame.AppHost.Certificates;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>A member in the set's configuration.</summary>
/// <param name="Name">The resource's name.</param>
/// <param name="Site">The site it stands in; also its tag <c>site</c>.</param>
/// <param name="Host">Host and port by which the other members and the drivers know it.</param>
/// <param name="LoopbackPort">The port that its process listens on.</param>
/// <param name="Priority">Higher is preferred as primary; 0 never is.</param>
/// <param name="IsArbiter">It votes and bears no data.</param>
/// <param name="Certificates">What the lab proves with to the member who it is; null where there is no TLS.</param>
internal sealed record ReplicaSetMember(
    string Name, string Site, string Host, int LoopbackPort, int Priority, bool IsArbiter, LabCertificates? Certificates);
