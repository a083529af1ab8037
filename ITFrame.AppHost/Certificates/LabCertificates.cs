using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ITFrame.AppHost.State;
using ITFrame.ServiceDefaults.Tls;

namespace ITFrame.AppHost.Certificates;

/// <summary>
/// The lab's certificates: an authority that outlives the lab, so that people can trust it once, and for each process a certificate
/// made at each start. All are files in the lab's state folder that only its owner can read.
/// </summary>
internal sealed class LabCertificates
{
    /// <summary>Made anew at each start, and by <see cref="Rotate"/> between.</summary>
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(90);

    /// <summary>An authority that would end before its certificates do is replaced.</summary>
    private static readonly TimeSpan AuthorityRest = LeafLifetime + TimeSpan.FromDays(1);

    private readonly List<LeafCertificate> _leaves = [];
    private readonly ConcurrentDictionary<LeafCertificate, X509Certificate2> _current = new();
    private readonly X509Certificate2Collection _roots = [];
    private readonly string _folder;
    private readonly TimeProvider _time;
    private CertificateAuthority? _authority;

    /// <param name="folder">Where the files are.</param>
    /// <param name="time">The clock.</param>
    public LabCertificates(string folder, TimeProvider time)
    {
        _folder = folder;
        _time = time;
        Trust = new ServerTrust(() => _roots);
        Lab = Declare("lab", LeafCertificate.Members, []);
    }

    /// <summary>The authority's certificate, PEM.</summary>
    public string AuthorityFile => Path.Combine(_folder, "ca.crt");

    /// <summary>Believes the authority, once <see cref="Prepare"/> has been called.</summary>
    public ServerTrust Trust { get; }

    /// <summary>What the lab itself shows: members take it for one of theirs, so that it may do everything with them.</summary>
    public LeafCertificate Lab { get; }

    private string AuthorityKeyFile => Path.Combine(_folder, "ca.key");

    /// <summary>Says that a process shows a certificate; its files exist once the application starts.</summary>
    /// <param name="name">The process.</param>
    /// <param name="unit">Its organizational unit.</param>
    /// <param name="hosts">The names by which it is reached, beside localhost.</param>
    public LeafCertificate Declare(string name, string unit, IEnumerable<string> hosts)
    {
        var leaf = new LeafCertificate(name, unit, [.. hosts, "localhost"], _folder);
        _leaves.Add(leaf);
        return leaf;
    }

    /// <summary>Makes what is missing, and every process's certificate.</summary>
    public void Prepare()
    {
        OwnerOnly.CreateFolder(_folder);
        _authority = ReadAuthority();
        if (_authority is null || _authority.ValidUntil < _time.GetUtcNow() + AuthorityRest)
        {
            _authority = CertificateAuthority.Create(_time);
            OwnerOnly.Write(AuthorityKeyFile, _authority.KeyPem);
            OwnerOnly.Write(AuthorityFile, _authority.CertificatePem);
        }

        _roots.Clear();
        _roots.ImportFromPem(_authority.CertificatePem);
        foreach (var leaf in _leaves)
        {
            Issue(leaf);
        }
    }

    /// <summary>Replaces every process's certificate and key.</summary>
    /// <returns>How many.</returns>
    public int Rotate()
    {
        _leaves.ForEach(Issue);
        return _leaves.Count;
    }

    /// <summary>A certificate with its key, as it is now, for what the lab's own process shows.</summary>
    public X509Certificate2 Current(LeafCertificate leaf) => _current[leaf];

    private void Issue(LeafCertificate leaf)
    {
        var (certificate, key) = _authority!.Issue(leaf, LeafLifetime);
        // Whoever reads between the two finds a key that is another's, keeps what it has, and reads again.
        OwnerOnly.Write(leaf.KeyFile, key);
        OwnerOnly.Write(leaf.CertificateFile, certificate);
        OwnerOnly.Write(leaf.CombinedFile, certificate + "\n" + key + "\n");
        _current[leaf] = X509Certificate2.CreateFromPem(certificate, key);
    }

    private CertificateAuthority? ReadAuthority()
    {
        try
        {
            return CertificateAuthority.Load(File.ReadAllText(AuthorityFile), File.ReadAllText(AuthorityKeyFile), _time);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or CryptographicException)
        {
            // None yet, or half of one: a new one is made, which those who trusted the old one have to trust again.
            return null;
        }
    }
}
