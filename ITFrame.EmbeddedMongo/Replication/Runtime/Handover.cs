using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Peers;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>
/// Gives the primary's role up in an orderly way: holds writes back, waits for a follower that has everything, steps
/// down, and tells that follower to take over, so that nobody has to wait for an election timeout.
/// </summary>
internal sealed class Handover(ReplicationCoordinator replication, DocumentStore store, PeerPool peers)
{
    private static readonly TimeSpan StepUpTimeout = TimeSpan.FromSeconds(1);

    private int _isRunning;

    public async Task StepDownAsync(TimeSpan period, TimeSpan patience, bool isForced, string reason, CancellationToken cancellationToken)
    {
        if (replication.View.State != MemberState.Primary)
        {
            throw new CommandException(ErrorCode.NotWritablePrimary, "not primary so can't step down");
        }

        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new CommandException(ErrorCode.ConflictingOperationInProgress, "This node is already in the process of stepping down");
        }

        replication.Gate.Pause(true);
        try
        {
            await store.WriteAsync(_ => { });
            var last = store.LastOpTime;
            await replication.WaitForAsync(view => view.State != MemberState.Primary || Successor(view, last) is not null, patience, cancellationToken);
            var successor = Successor(replication.View, last);
            if (successor is null && !isForced && replication.View.State == MemberState.Primary)
            {
                throw new CommandException(ErrorCode.ExceededTimeLimit, $"No electable secondaries caught up as of {last}. Please use the replSetStepDown command with the argument {{force: true}} to force node to step down.");
            }

            replication.Post(new MachineEvent.StepDownRequested(period, reason));
            await replication.WaitForAsync(view => view.State != MemberState.Primary, patience + StepUpTimeout, cancellationToken);
            if (successor is not null)
            {
                await StepUpAsync(successor.Host, cancellationToken);
            }
        }
        finally
        {
            replication.Gate.Pause(false);
            Volatile.Write(ref _isRunning, 0);
        }
    }

    // A majority must have everything, or it could elect somebody who has not; the successor among them.
    private static MemberConfig? Successor(MachineView view, OpTime last) => view.CommitPoint < last ? null : view.Peers
        .Where(peer => peer.IsUp && peer.Config.IsElectable && peer.State == MemberState.Secondary && peer.AcknowledgedTerm == view.Term && peer.Acknowledged >= last)
        .MaxBy(peer => peer.Config.Priority)?.Config;

    private async Task StepUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            await peers.SendAsync(host, new BsonDocument { { "replSetStepUp", 1 }, { "skipDryRun", true } }, StepUpTimeout, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The set elects by itself when the election timeout runs out.
        }
    }
}
