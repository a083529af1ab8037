namespace ITFrame.AppHost.Publishing;

/// <summary>What <c>publish</c> was asked for.</summary>
/// <param name="Output">The folder that is written to.</param>
/// <param name="Domain">The domain of every name in files that cannot leave it open, and the example elsewhere.</param>
/// <param name="Images">Full image references by short name, such as <c>itframe-api</c>; by digest, or with a tag that is not <c>latest</c>.</param>
/// <param name="Networks">By site, the network (CIDR) that its addresses come from as other sites see them.</param>
/// <param name="HasTelemetry">Whether Kubernetes sites get a collector and a dashboard; Compose sites turn theirs on themselves.</param>
/// <param name="GatewayClass">Who provides the way in by Gateway API on Kubernetes; null for a load balancer of the site's own.</param>
/// <param name="Model">Arguments for the model: <c>--Lab:…</c>.</param>
internal sealed record PublishOptions(
    string Output,
    string Domain,
    IReadOnlyDictionary<string, string> Images,
    IReadOnlyDictionary<string, string> Networks,
    bool HasTelemetry,
    string? GatewayClass,
    IReadOnlyList<string> Model);
