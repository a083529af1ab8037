using System.Security.Cryptography.X509Certificates;

namespace ITFrame.ServiceDefaults.Tls;

/// <summary>Checks a certificate against an authority of one's own (RFC 5280, section 6; names as in RFC 6125).</summary>
public static class CertificateCheck
{
    /// <summary>Extended key usage of servers (RFC 5280, section 4.2.1.12).</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Extended key usage of clients.</summary>
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private const int MaxSubjectLength = 200;

    /// <summary>What speaks against the certificate, or null.</summary>
    /// <param name="certificate">What was shown.</param>
    /// <param name="sent">The chain that came with it.</param>
    /// <param name="authority">Who must have signed it.</param>
    /// <param name="purpose">One of the usages.</param>
    /// <param name="host">The name that it must have; null for any.</param>
    public static string? Problem(X509Certificate2 certificate, X509Chain? sent, X509Certificate2Collection authority, string purpose, string? host)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        chain.ChainPolicy.ApplicationPolicy.Add(new(purpose));
        // Certificates of an own authority are short-lived instead.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return !chain.Build(certificate) ? Explain(certificate, chain)
            : host is not null && !certificate.MatchesHostname(host, allowCommonName: false) ? NotFor(certificate, host)
            : null;
    }

    /// <summary>That a certificate has another name, or none of several.</summary>
    public static string NotFor(X509Certificate2 certificate, string host) => $"the certificate of {SubjectOf(certificate)} is not for {host}";

    /// <summary>The subject for a log: whoever made the certificate has written it, and may have put lines of a log into it.</summary>
    public static string SubjectOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var subject = certificate.Subject;
        return string.Concat(subject.Take(MaxSubjectLength).Select(character => char.IsControl(character) ? '?' : character)) + (subject.Length > MaxSubjectLength ? "…" : "");
    }

    private static string Explain(X509Certificate2 certificate, X509Chain chain)
    {
        var all = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);
        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return ExplainTime(chain.ChainElements.FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))?.Certificate ?? certificate);
        }

        var reason = all.HasFlag(X509ChainStatusFlags.UntrustedRoot) || all.HasFlag(X509ChainStatusFlags.PartialChain) ? "is signed by an authority that is not trusted"
            : string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
        return $"the certificate of {SubjectOf(certificate)} {reason}";
    }

    private static string ExplainTime(X509Certificate2 certificate)
        => TimeProvider.System.GetUtcNow() < certificate.NotBefore
            ? $"the certificate of {SubjectOf(certificate)} is not valid before {certificate.NotBefore.ToUniversalTime():u}"
            : $"the certificate of {SubjectOf(certificate)} has expired on {certificate.NotAfter.ToUniversalTime():u}";
}
