using ITFrame.AppHost.ReplicaSet;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.Certificates;

/// <summary>Replaces every certificate of the running lab. Services look at their files by themselves; members are told to.</summary>
internal sealed class CertificateRotation(LabCertificates? certificates, ReplicaSetResource set)
{
    /// <summary>Since MongoDB 5.0.</summary>
    private static readonly BsonDocument RotateCertificates = new("rotateCertificates", 1);

    /// <returns>How many certificates were replaced; and why it is not done, where it is not.</returns>
    public async Task<(int Replaced, string? Refusal)> RotateAsync(CancellationToken cancellationToken)
    {
        if (certificates is null)
        {
            return (0, "The lab runs without TLS (Lab:Tls=off).");
        }

        var replaced = certificates.Rotate();
        var refusals = await Task.WhenAll(set.Members.Select(member => RotateAsync(member, cancellationToken)));
        var failed = refusals.Where(refusal => refusal is not null).ToList();
        return (replaced, failed.Count == 0 ? null : string.Join("; ", failed));
    }

    private static async Task<string?> RotateAsync(ReplicaSetMember member, CancellationToken cancellationToken)
    {
        try
        {
            await new MemberConnection(member).RunAsync(RotateCertificates, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            return $"{member.Name} goes on with its old certificate until it is started again: {exception.Message}";
        }
    }
}
