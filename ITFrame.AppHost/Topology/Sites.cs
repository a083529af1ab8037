namespace ITFrame.AppHost.Topology;

/// <summary>Names of sites, and of the hosts in them.</summary>
internal static class Sites
{
    /// <summary>Where clients and drills live.</summary>
    public const string Internet = "internet";

    /// <summary>The domain of every name in the model; in production the operator's takes its place.</summary>
    public const string Domain = "itframe.test";

    /// <summary>Production's public port of a gateway without TLS, which redirects to the other one.</summary>
    public const int GatewayPort = 80;

    /// <summary>Production's public port of a gateway.</summary>
    public const int GatewayTlsPort = 443;

    /// <summary>Production's port of a gateway's administrators, on loopback.</summary>
    public const int AdminPort = 9090;

    /// <summary>Production's port of an API replica, and of a gateway's listener for other gateways.</summary>
    public const int ServicePort = 8080;

    /// <summary>MongoDB's port.</summary>
    public const int MongoPort = 27017;

    public static string Host(string service, string site) => $"{service}.{site}.{Domain}";
}
