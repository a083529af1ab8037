namespace ITFrame.Drills.Clients;

/// <summary>A gateway as its clients know it.</summary>
/// <param name="Site">The site it stands in.</param>
/// <param name="Address">Its address: <c>http://host:port</c>.</param>
internal sealed record GatewayEndpoint(string Site, Uri Address)
{
    public override string ToString() => Site;
}
