using System.Globalization;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Peers;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Asks the members of a config, before it is taken up, whether they are there.</summary>
internal sealed class QuorumCheck(ReplicationCoordinator replication, PeerPool peers)
{
    /// <summary>Before a set is initiated: all must answer, and none may be in a set already.</summary>
    public async Task DemandAllAsync(ReplicaSetConfig config, int selfId, CancellationToken cancellationToken)
    {
        var answers = await AskAsync(config, selfId, cancellationToken);
        if (answers.Find(answer => answer.Problem is null && answer.Reply!.VersionAndTerm.Version > 0) is { } taken)
        {
            throw new CommandException(ErrorCode.AlreadyInitialized, $"replSetInitiate quorum check failed: {taken.Member.Host} has the config {taken.Reply!.VersionAndTerm} already");
        }

        if (answers.Exists(answer => answer.Problem is not null))
        {
            throw new CommandException(
                ErrorCode.NodeNotFound, $"replSetInitiate quorum check failed because not all proposed set members responded affirmatively: {Problems(answers)}");
        }
    }

    /// <summary>Before another config follows: a majority of its voters must answer, and one that can be primary.</summary>
    public async Task DemandMajorityAsync(ReplicaSetConfig config, int selfId, CancellationToken cancellationToken)
    {
        var answers = await AskAsync(config, selfId, cancellationToken);
        var present = answers.Where(answer => answer.Problem is null).Select(answer => answer.Member).Append(config.FindById(selfId)!).ToList();
        if (!present.Exists(member => member is { IsArbiter: false, BasePriority: > 0 }))
        {
            throw new CommandException(ErrorCode.NodeNotFound, "Quorum check failed because no electable nodes responded; at least one required for config");
        }

        var needed = (config.Members.Count(member => member.BaseVotes > 0) / 2) + 1;
        var voters = present.Where(member => member.BaseVotes > 0).Select(member => member.Host).ToList();
        if (voters.Count < needed)
        {
            throw new CommandException(ErrorCode.NodeNotFound, string.Create(
                CultureInfo.InvariantCulture,
                $"Quorum check failed because not enough voting nodes responded; required {needed} but only the following {voters.Count} voting nodes responded: {string.Join(", ", voters)}; the following nodes did not respond affirmatively: {Problems(answers)}"));
        }
    }

    private static string Problems(List<Answer> answers) =>
        string.Join(", ", answers.Where(answer => answer.Problem is not null).Select(answer => $"{answer.Member.Host} failed with {answer.Problem}"));

    private async Task<List<Answer>> AskAsync(ReplicaSetConfig config, int selfId, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(config.Members.Where(member => member.Id != selfId).Select(member => AskAsync(config, member, cancellationToken)))];

    private async Task<Answer> AskAsync(ReplicaSetConfig config, MemberConfig member, CancellationToken cancellationToken)
    {
        try
        {
            // No config and no sender: this asks without telling anything yet.
            var request = new HeartbeatRequest(config.SetName, ConfigVersionAndTerm.None, "", -1, replication.View.Term, -1);
            var reply = await peers.SendAsync(member.Host, PeerMessages.ToBson(request), config.HeartbeatTimeout, cancellationToken);
            return new Answer(member, PeerMessages.ParseHeartbeatReply(reply), null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(member, null, exception is OperationCanceledException ? "no answer in time" : exception.Message);
        }
    }

    private sealed record Answer(MemberConfig Member, HeartbeatReply? Reply, string? Problem);
}
