using ITFrame.EmbeddedMongo.Hosting;
using ITFrame.EmbeddedMongo.Replication.Peers;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Finds this member in a config: by the name it was told, or by dialling each host and comparing ids.</summary>
internal sealed class SelfFinder(MemberOptions options, PeerPool peers)
{
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(3);

    /// <summary>What the command _isSelf answers.</summary>
    public ObjectId InstanceId { get; } = ObjectId.GenerateNewId();

    /// <summary>
    /// This member's id in the config, or -1; which is certain only when every host there answered as somebody else.
    /// </summary>
    public async Task<(int Id, bool IsCertain)> FindAsync(ReplicaSetConfig config, CancellationToken cancellationToken)
    {
        if (options.SelfHost is { } self)
        {
            return (config.FindByHost(self)?.Id ?? -1, true);
        }

        var answers = await Task.WhenAll(config.Members.Select(async member => (member.Id, IsSelf: await IsSelfAsync(member.Host, cancellationToken))));
        foreach (var (id, isSelf) in answers)
        {
            if (isSelf == true)
            {
                return (id, true);
            }
        }

        return (-1, Array.TrueForAll(answers, answer => answer.IsSelf is not null));
    }

    private async Task<bool?> IsSelfAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await peers.SendAsync(host, new BsonDocument("_isSelf", 1), DialTimeout, cancellationToken);
            return reply.GetValue("id", BsonNull.Value) == InstanceId;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
