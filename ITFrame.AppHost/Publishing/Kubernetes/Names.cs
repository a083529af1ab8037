using System.Security.Cryptography;
using System.Text;

namespace ITFrame.AppHost.Publishing.Kubernetes;

/// <summary>Names that objects refer to each other by.</summary>
internal static class Names
{
    public const string Namespace = "itframe";

    /// <summary>The label that selectors go by.</summary>
    public const string Label = "app.kubernetes.io/name";

    /// <summary>The Secret of all parameters that are secret; its keys are the parameters' names.</summary>
    public const string Secrets = "itframe-secrets";

    /// <summary>The platform's own authority: an Issuer, and the Secret with its certificate and key.</summary>
    public const string Authority = "itframe-authority";

    /// <summary>The ClusterIssuer of what clients see; the operator's.</summary>
    public const string PublicIssuer = "letsencrypt";

    /// <summary>The ClusterSecretStore; the operator's.</summary>
    public const string SecretStore = "itframe";

    /// <summary>The annotation of pods that says which settings they were started with.</summary>
    public const string SettingsAnnotation = "itframe.settings";

    public const string Initiator = "mongo-init";
    public const string Rotation = "mongo-certificates";
    public const string Backup = "mongo-backup";

    /// <summary>A workload's ConfigMap of settings.</summary>
    public static string Settings(string workload) => $"{workload}-settings";

    /// <summary>A workload's Secret with its certificate, and the Certificate that fills it.</summary>
    public static string Tls(string workload) => $"{workload}-tls";

    /// <summary>The same for what clients see.</summary>
    public static string PublicTls(string workload) => $"{workload}-public-tls";

    /// <summary>Eight digits that differ where texts do, as Kustomize's own generators append them.</summary>
    public static string Digest(params IEnumerable<string> texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))))[..8];

    /// <summary>A Service that the world, or other sites, reach.</summary>
    public static string Published(string workload, string port) => $"{workload}-{port}";
}
