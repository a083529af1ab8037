using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Commands that wait until what they wrote, or read, is held by enough members.</summary>
internal sealed class Acknowledgements
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private MachineView _view = MachineView.Initial;

    /// <summary>
    /// Waits for a write that was done here in the given term. That it is still this member that leads in that term
    /// is checked together with the wait: a later primary's commit point says nothing of an entry it never had.
    /// </summary>
    public Task WaitForWriteAsync(OpTime opTime, long term, int? members, CancellationToken cancellationToken) =>
        AddAsync(new Waiter(opTime, term, members, null), cancellationToken);

    /// <summary>As above, until the members that hold the write satisfy a mode of the config.</summary>
    public Task WaitForModeAsync(OpTime opTime, long term, WriteConcernMode mode, CancellationToken cancellationToken) =>
        AddAsync(new Waiter(opTime, term, null, mode), cancellationToken);

    /// <summary>Waits until what was read is majority-committed.</summary>
    public Task WaitForCommitAsync(OpTime opTime, CancellationToken cancellationToken) =>
        AddAsync(new Waiter(opTime, null, null, null), cancellationToken);

    public void Update(MachineView view)
    {
        lock (_lock)
        {
            _view = view;
            _waiters.RemoveAll(waiter => TryFinish(waiter, view));
        }
    }

    /// <summary>Fails the waits whose outcome this member can no longer tell.</summary>
    public void Interrupt(Func<CommandException> error, bool writesOnly)
    {
        lock (_lock)
        {
            _waiters.RemoveAll(waiter => (!writesOnly || waiter.Term is not null) && waiter.Completion.TrySetException(error()));
        }
    }

    public static CommandException SteppedDown() =>
        new(ErrorCode.PrimarySteppedDown, "Primary stepped down while waiting for replication");

    private async Task AddAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (TryFinish(waiter, _view))
            {
                // Completed below, possibly with an error.
            }
            else
            {
                _waiters.Add(waiter);
            }
        }

        try
        {
            await waiter.Completion.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            if (!waiter.Completion.Task.IsCompleted)
            {
                lock (_lock)
                {
                    _waiters.Remove(waiter);
                }
            }
        }
    }

    private static bool TryFinish(Waiter waiter, MachineView view)
    {
        if (waiter.Term is { } term && (view.Term != term || view.State != MemberState.Primary))
        {
            waiter.Completion.TrySetException(SteppedDown());
            return true;
        }

        return IsSatisfied(waiter, view) && waiter.Completion.TrySetResult();
    }

    private static bool IsSatisfied(Waiter waiter, MachineView view) => waiter switch
    {
        { Mode: { } mode } => mode.IsSatisfiedBy(Holders(waiter, view).Select(peer => peer.Config).Append(view.Self!)),
        { Members: { } members } => 1 + Holders(waiter, view).Count() >= members,
        _ => view.CommitPoint >= waiter.OpTime,
    };

    private static IEnumerable<PeerView> Holders(Waiter waiter, MachineView view) =>
        view.Peers.Where(peer => peer.AcknowledgedTerm == view.Term && peer.Acknowledged >= waiter.OpTime);

    private sealed record Waiter(OpTime OpTime, long? Term, int? Members, WriteConcernMode? Mode)
    {
        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
