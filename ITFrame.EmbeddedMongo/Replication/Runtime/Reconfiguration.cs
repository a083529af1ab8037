using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Replaces the set's config on an operator's word.</summary>
internal sealed class Reconfiguration(ReplicationCoordinator replication, SelfFinder selfFinder, QuorumCheck quorumCheck, Func<string, Task> writeNoop)
{
    private int _isRunning;

    /// <summary>
    /// Without force: waits until the present config is committed, takes the new one up, and waits until that is
    /// committed too. With force it is taken up at once, and the others hear of it when they can.
    /// </summary>
    public async Task ReconfigureAsync(ReplicaSetConfig config, bool isForced, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new CommandException(ErrorCode.ConfigurationInProgress, "Cannot run replSetReconfig because the node is currently updating its configuration");
        }

        try
        {
            await ReconfigureOnceAsync(config, isForced, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task ReconfigureOnceAsync(ReplicaSetConfig config, bool isForced, CancellationToken cancellationToken)
    {
        var term = replication.View.Term;
        if (!isForced)
        {
            await WaitUntilCommittedAsync(view => view.IsConfigCommitted && view.IsOplogCommittedInConfig, "New config is rejected :: caused by :: ", cancellationToken);
        }

        var (selfId, _) = await selfFinder.FindAsync(config, cancellationToken);
        if (!isForced && selfId >= 0)
        {
            // Looked at again when it is taken up; but who gave a wrong config is not told that members do not answer.
            var current = replication.View.Config!;
            if (ReconfigRules.WhyIncompatible(current, ReconfigRules.Complete(current, config, term), isForced) is { } problem)
            {
                throw problem;
            }

            await quorumCheck.DemandMajorityAsync(config, selfId, cancellationToken);
        }

        if (await replication.ReconfigureAsync(config, selfId, isForced, cancellationToken) is { } refusal)
        {
            throw refusal;
        }

        if (!isForced)
        {
            await writeNoop("Reconfig set");
            await WaitUntilCommittedAsync(view => view.Term != term || view.IsConfigCommitted, "Reconfig finished but failed to propagate to a majority :: caused by :: ", cancellationToken);
        }
    }

    private async Task WaitUntilCommittedAsync(Func<MachineView, bool> isCommitted, string context, CancellationToken cancellationToken)
    {
        try
        {
            await replication.WaitForAsync(view => !view.IsWritable || isCommitted(view), Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (!replication.IsShuttingDown)
        {
            var config = replication.View.Config?.VersionAndTerm ?? ConfigVersionAndTerm.None;
            throw new CommandException(ErrorCode.CurrentConfigNotCommittedYet, $"{context}Current config: {config} is not committed yet: operation exceeded time limit");
        }
    }
}
