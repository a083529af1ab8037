using ITFrame.AppHost.Certificates;
using ITFrame.AppHost.State;

namespace ITFrame.AppHost.ReplicaSet;

internal static class MemberTls
{
    /// <summary>
    /// TLS for all that comes in and goes out, and members that prove by their certificates that they are of one set (MongoDB manual,
    /// "Use x.509 Certificate for Membership Authentication"). With that everybody else has to log in.
    /// </summary>
    public static IResourceBuilder<T> WithTls<T>(this IResourceBuilder<T> resource, Lab lab, ReplicaSetMember member, string host)
        where T : IResourceWithArgs
    {
        if (lab.Certificates is not { } certificates)
        {
            return resource;
        }

        var leaf = certificates.Declare(member.Name, LeafCertificate.Members, [host]);
        return resource
            .WithAnnotation(new CertificateAnnotation(leaf))
            .WithArgs("--tlsMode", "requireTLS", "--tlsCertificateKeyFile", leaf.CombinedFile, "--tlsCAFile", certificates.AuthorityFile)
            .WithArgs("--clusterAuthMode", "x509");
    }
}
