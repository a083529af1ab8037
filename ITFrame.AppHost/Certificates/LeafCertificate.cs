namespace ITFrame.AppHost.Certificates;

/// <summary>A certificate that a process shows, as server and as client, and where its files are.</summary>
/// <param name="Name">Its common name: the resource's.</param>
/// <param name="Unit">Its organizational unit. Members of the replica set know each other by it (MongoDB manual, x.509 membership).</param>
/// <param name="Hosts">The DNS names that it is good for.</param>
/// <param name="Folder">Where its files are.</param>
internal sealed record LeafCertificate(string Name, string Unit, IReadOnlyList<string> Hosts, string Folder)
{
    /// <summary>Of everything that is no member.</summary>
    public const string Services = "services";

    /// <summary>Of members of the replica set, and of the lab itself, which orders them about.</summary>
    public const string Members = "members";

    /// <summary>The certificate, PEM.</summary>
    public string CertificateFile => Path.Combine(Folder, $"{Name}.crt");

    /// <summary>Its key, PEM, not encrypted.</summary>
    public string KeyFile => Path.Combine(Folder, $"{Name}.key");

    /// <summary>Both in one file, as mongod wants them.</summary>
    public string CombinedFile => Path.Combine(Folder, $"{Name}.pem");
}
