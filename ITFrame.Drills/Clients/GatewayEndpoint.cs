using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.Drills.Clients;

/// <summary>A gateway as its clients know it.</summary>
/// <param name="Site">The site it stands in.</param>
/// <param name="Address">Its address: <c>https://host:port</c>, or <c>http</c>.</param>
internal sealed record GatewayEndpoint(string Site, Uri Address)
{
    /// <summary>Whose certificates are believed beside those that the system trusts.</summary>
    public ServerTrust? Trust { get; init; }

    public override string ToString() => Site;
}
