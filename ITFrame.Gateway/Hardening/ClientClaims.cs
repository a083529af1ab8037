using System.Collections.Frozen;

namespace ITFrame.Gateway.Hardening;

/// <summary>
/// Headers by which proxies tell who a client is. From a client they are claims: some service behind the gateway will believe
/// them sooner or later, so none gets there. The route sets those that are true.
/// </summary>
internal static class ClientClaims
{
    private const string ForwardedPrefix = "X-Forwarded-";

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP",
        "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Original-URL", "X-Rewrite-URL", "X-ARR-ClientCert", "X-Client-Cert");

    public static void Remove(IHeaderDictionary headers)
    {
        List<string>? claims = null;
        foreach (var (name, _) in headers)
        {
            if (name.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase) || Names.Contains(name))
            {
                (claims ??= []).Add(name);
            }
        }

        foreach (var name in claims ?? [])
        {
            headers.Remove(name);
        }
    }
}
