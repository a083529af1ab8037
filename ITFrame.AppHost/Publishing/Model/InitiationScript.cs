using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Publishing.Model;

/// <summary>The script that initiates the replica set, for mongosh.</summary>
internal static class InitiationScript
{
    public const string DomainVariable = "ITFRAME_DOMAIN";
    public const string PasswordVariable = "ITFRAME_MONGO_PASSWORD";

    // What the script puts the domain in the place of.
    private const string DomainMark = "DOMAIN";

    public static string Write(Deployment deployment)
    {
        var plan = deployment.ReplicaSet;
        return Assets.Read(
            "Model/Assets/initiate.js",
            ("CONFIGURATION", plan.Configuration.Replace(Sites.Domain, DomainMark, StringComparison.Ordinal)),
            ("ROLES", plan.HubRoles),
            ("USER", plan.HubUser),
            ("DOMAIN_MARK", DomainMark),
            ("DOMAIN_VARIABLE", DomainVariable),
            ("PASSWORD_VARIABLE", PasswordVariable),
            ("CERTIFICATE", $"{ContainerPaths.Tls}/{Workloads.Member.CombinedCertificate}"),
            ("AUTHORITY", $"{ContainerPaths.Tls}/{ContainerPaths.Authority}"));
    }
}
