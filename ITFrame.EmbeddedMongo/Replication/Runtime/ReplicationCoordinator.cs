using System.Collections.Concurrent;
using System.Threading.Channels;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Replication.Peers;
using ITFrame.EmbeddedMongo.Storage;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>
/// The shell around the state machine: feeds it events one at a time, and carries out what it decides, in order.
/// </summary>
internal sealed class ReplicationCoordinator : IAsyncDisposable
{
    private readonly Channel<MachineEvent> _events = Channel.CreateUnbounded<MachineEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, TaskCompletionSource<HeartbeatReply>> _heartbeatAnswers = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<VoteReply>> _voteAnswers = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<CommandException?>> _reconfigAnswers = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReplicaSetMachine _machine;
    private readonly DocumentStore _store;
    private readonly ElectionFile _electionFile;
    private readonly PeerPool _peers;
    private readonly SelfFinder _selfFinder;
    private readonly MemberClock _clock;
    private readonly ILogger _logger;
    private readonly AsyncSignal _viewChanged = new();
    private readonly AsyncSignal _oplogGrew = new();
    private readonly ITimer _timer;
    private long _correlation;
    private int _isLocatingSelf;
    private volatile MachineView _view;
    private volatile bool _isCopying;
    private Task _running = Task.CompletedTask;

    public ReplicationCoordinator(
        DocumentStore store, ElectionFile electionFile, PeerPool peers, SelfFinder selfFinder, MemberClock clock, DataState data, OpTime voteFloor, ILogger<ReplicationCoordinator> logger)
    {
        _store = store;
        _electionFile = electionFile;
        _peers = peers;
        _selfFinder = selfFinder;
        _clock = clock;
        _logger = logger;
        _isCopying = data == DataState.InitialSync;
        Gate = new WriteGate(() => clock.Elapsed);
        _machine = new ReplicaSetMachine(Random.Shared.NextDouble, electionFile.ReadVote(), _isCopying ? OpTime.None : store.LastOpTime, data);
        _view = _machine.View;
        _timer = clock.Time.CreateTimer(_ => Post(new MachineEvent.TimePassed()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        store.Committed = OnCommitted;
        if (!voteFloor.IsNone)
        {
            Post(new MachineEvent.VoteFloorSet(voteFloor));
        }
    }

    public MachineView View => _view;

    public WriteGate Gate { get; }

    public TopologyMonitor Topology { get; } = new();

    public Acknowledgements Acknowledgements { get; } = new();

    /// <summary>The next change of <see cref="View"/>.</summary>
    public Task NextView => _viewChanged.Next;

    /// <summary>The next growth of the oplog, or advance of the commit point.</summary>
    public Task NextOplogGrowth => _oplogGrew.Next;

    /// <summary>Told of every change of the view, on the coordinator's loop: it must be quick.</summary>
    public Action<MachineView>? ViewChanged { get; set; }

    /// <summary>Told when the member stops being primary, on the coordinator's loop: it must be quick.</summary>
    public Action? SteppedDown { get; set; }

    public bool IsShuttingDown { get; private set; }

    public string SetName => _view.Config?.SetName ?? "";

    /// <summary>Starts the loop; a config that is on disk is taken up at once.</summary>
    public void Start()
    {
        _running = Task.Run(RunAsync);
        if (_electionFile.ReadConfig() is { } config)
        {
            _ = OfferConfigAsync(config, ConfigOrigin.Disk);
        }
    }

    public void Post(MachineEvent machineEvent) => _events.Writer.TryWrite(machineEvent);

    public async Task<HeartbeatReply> AnswerAsync(HeartbeatRequest request, CancellationToken cancellationToken)
    {
        var correlation = Interlocked.Increment(ref _correlation);
        var answer = _heartbeatAnswers.GetOrAdd(correlation, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        Post(new MachineEvent.HeartbeatRequested(request, correlation));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    public async Task<VoteReply> AnswerAsync(VoteRequest request, CancellationToken cancellationToken)
    {
        var correlation = Interlocked.Increment(ref _correlation);
        var answer = _voteAnswers.GetOrAdd(correlation, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        Post(new MachineEvent.VoteRequested(request, correlation));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the view satisfies the condition; false when the time ran out before.</summary>
    public async Task<bool> WaitForAsync(Func<MachineView, bool> condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = _clock.Elapsed + timeout;
        while (true)
        {
            var next = NextView;
            if (condition(_view))
            {
                return true;
            }

            if (timeout == Timeout.InfiniteTimeSpan)
            {
                await next.WaitAsync(cancellationToken);
                continue;
            }

            var left = deadline - _clock.Elapsed;
            if (left <= TimeSpan.Zero || !await AsyncSignal.WaitAsync(next, left, _clock.Time, cancellationToken))
            {
                return condition(_view);
            }
        }
    }

    /// <summary>Asks the machine to replace the config; the answer is why it does not, or null.</summary>
    public async Task<CommandException?> ReconfigureAsync(ReplicaSetConfig config, int selfId, bool isForced, CancellationToken cancellationToken)
    {
        var correlation = Interlocked.Increment(ref _correlation);
        var answer = _reconfigAnswers.GetOrAdd(correlation, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        Post(new MachineEvent.ReconfigRequested(config, selfId, isForced, correlation));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Offers the machine a config that an operator gave or another member sent, after finding this member in it.</summary>
    public async Task OfferConfigAsync(ReplicaSetConfig config, ConfigOrigin origin)
    {
        if (Interlocked.Exchange(ref _isLocatingSelf, 1) != 0)
        {
            // The next heartbeat brings the config again.
            return;
        }

        try
        {
            var (id, isCertain) = await FindSelfAsync(config, origin);
            if (id < 0 && (!isCertain || (_view.Config is null && origin != ConfigOrigin.Disk)))
            {
                ReplicationLog.SelfNotFound(_logger, config.VersionAndTerm);
                return;
            }

            Post(new MachineEvent.ConfigOffered(config, id, origin));
        }
        catch (OperationCanceledException)
        {
            // Shutting down.
        }
        finally
        {
            Volatile.Write(ref _isLocatingSelf, 0);
        }
    }

    /// <summary>While data is being copied, what lies on disk is no position that may be acknowledged.</summary>
    public void SetCopying(bool isCopying)
    {
        _isCopying = isCopying;
        Post(new MachineEvent.AppliedChanged(isCopying ? OpTime.None : _store.LastOpTime));
        Post(new MachineEvent.DataChanged(isCopying ? DataState.InitialSync : DataState.Ready));
    }

    public void BeginShutdown()
    {
        IsShuttingDown = true;
        Post(new MachineEvent.ShutdownStarted());
        Topology.Changed();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _events.Writer.TryComplete();
        await _running;
        await _timer.DisposeAsync();
        Gate.Close();
        Acknowledgements.Interrupt(() => new CommandException(ErrorCode.InterruptedAtShutdown, "interrupted at shutdown"), writesOnly: false);
        _stopping.Dispose();
    }

    // A member that has been in the set knows its name; a new one finds out by dialling, which a cut network can prevent.
    private async Task<(int Id, bool IsCertain)> FindSelfAsync(ReplicaSetConfig config, ConfigOrigin origin)
    {
        if (_electionFile.ReadSelf() is { } host)
        {
            if (config.FindByHost(host) is { } known)
            {
                return (known.Id, true);
            }

            if (origin == ConfigOrigin.Disk)
            {
                return (-1, true);
            }
        }

        return await _selfFinder.FindAsync(config, _stopping.Token);
    }

    private void OnCommitted(OpTime opTime)
    {
        if (!_isCopying)
        {
            Post(new MachineEvent.AppliedChanged(opTime));
        }

        _oplogGrew.Pulse();
    }

    private async Task RunAsync()
    {
        await foreach (var machineEvent in _events.Reader.ReadAllAsync())
        {
            var actions = _machine.Handle(machineEvent, _clock.Elapsed);
            var before = _view;
            _view = _machine.View;
            Gate.SetLease(_view.LeaseUntil);
            foreach (var action in actions)
            {
                Execute(action);
            }

            if (before.State != _view.State)
            {
                ReplicationLog.StateChanged(_logger, before.State, _view.State, _view.Term);
            }

            Acknowledgements.Update(_view);
            ViewChanged?.Invoke(_view);
            _viewChanged.Pulse();
            Rearm();
        }
    }

    private void Rearm()
    {
        if (_machine.NextDeadline() is not { } deadline)
        {
            return;
        }

        // Timers fire a little early now and then; a floor keeps that from becoming a spin.
        var due = deadline - _clock.Elapsed;
        _timer.Change(due < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : due, Timeout.InfiniteTimeSpan);
    }

    private void Execute(MachineAction action)
    {
        switch (action)
        {
            case MachineAction.PersistVote persist:
                _electionFile.WriteVote(persist.Vote);
                break;
            case MachineAction.PersistConfig persist:
                _electionFile.WriteConfig(persist.Config, persist.SelfHost);
                ReplicationLog.ConfigTakenUp(_logger, persist.Config.VersionAndTerm, persist.SelfHost);
                break;
            case MachineAction.AnswerReconfig answer when _reconfigAnswers.TryRemove(answer.Correlation, out var waiting):
                waiting.TrySetResult(answer.Refusal);
                break;
            case MachineAction.AnswerHeartbeat answer when _heartbeatAnswers.TryRemove(answer.Correlation, out var waiting):
                waiting.TrySetResult(answer.Reply);
                break;
            case MachineAction.AnswerVote answer when _voteAnswers.TryRemove(answer.Correlation, out var waiting):
                waiting.TrySetResult(answer.Reply);
                break;
            case MachineAction.SendHeartbeat send:
                _ = SendHeartbeatAsync(send);
                break;
            case MachineAction.SendVoteRequest send:
                _ = SendVoteRequestAsync(send);
                break;
            case MachineAction.EnableWrites enable:
                Gate.Allow(enable.Term);
                _ = EnableWritesAsync(enable.Term);
                break;
            case MachineAction.StepDown stepDown:
                Gate.Close();
                SteppedDown?.Invoke();
                Acknowledgements.Interrupt(Acknowledgements.SteppedDown, writesOnly: true);
                ReplicationLog.SteppedDown(_logger, _view.Term, stepDown.Reason);
                break;
            case MachineAction.CommitPointAdvanced advanced:
                _store.AdvanceCommitPoint(advanced.OpTime);
                _oplogGrew.Pulse();
                break;
            case MachineAction.FetchConfig fetch:
                _ = FetchConfigAsync(fetch.Host);
                break;
            case MachineAction.LocateSelf locate:
                _ = OfferConfigAsync(locate.Config, ConfigOrigin.Peer);
                break;
            case MachineAction.TopologyChanged:
                Topology.Changed();
                break;
            case MachineAction.Note note:
                ReplicationLog.Note(_logger, note.Message);
                break;
            default:
                break;
        }
    }

    private async Task SendHeartbeatAsync(MachineAction.SendHeartbeat send)
    {
        var started = _clock.Elapsed;
        try
        {
            var reply = await _peers.SendAsync(send.Host, PeerMessages.ToBson(send.Request), send.Timeout, _stopping.Token);
            Post(new MachineEvent.HeartbeatAnswered(send.MemberId, send.Sequence, PeerMessages.ParseHeartbeatReply(reply), _clock.Elapsed - started));
        }
        catch (Exception exception)
        {
            Post(new MachineEvent.HeartbeatFailed(send.MemberId, send.Sequence, Describe(exception)));
        }
    }

    private async Task SendVoteRequestAsync(MachineAction.SendVoteRequest send)
    {
        try
        {
            var reply = await _peers.SendAsync(send.Host, PeerMessages.ToBson(send.Request), send.Timeout, _stopping.Token);
            Post(new MachineEvent.VoteAnswered(send.MemberId, send.Round, PeerMessages.ParseVoteReply(reply)));
        }
        catch (Exception)
        {
            Post(new MachineEvent.VoteFailed(send.MemberId, send.Round));
        }
    }

    private async Task FetchConfigAsync(string host)
    {
        try
        {
            var request = new HeartbeatRequest("", new ConfigVersionAndTerm(-1, ConfigVersionAndTerm.NoTerm), "", -1, _view.Term, -1);
            var reply = PeerMessages.ParseHeartbeatReply(await _peers.SendAsync(host, PeerMessages.ToBson(request), TimeSpan.FromSeconds(5), _stopping.Token));
            if (reply.Config is { } config && config.VersionAndTerm > (_view.Config?.VersionAndTerm ?? ConfigVersionAndTerm.None))
            {
                await OfferConfigAsync(config, ConfigOrigin.Peer);
            }
        }
        catch (Exception exception)
        {
            ReplicationLog.ConfigNotFetched(_logger, host, Describe(exception));
        }
    }

    private async Task EnableWritesAsync(long term)
    {
        try
        {
            var opened = await _store.WriteAsync(transaction =>
            {
                if (!Gate.TryOpen(term))
                {
                    return false;
                }

                var oplog = new OplogWriter(transaction, term, _clock);
                oplog.Append(OplogEntry.Noop(new BsonDocument("msg", "new primary")), undo: null);
                return true;
            });
            if (opened)
            {
                Post(new MachineEvent.WritesEnabled(term));
            }
        }
        catch (CommandException exception)
        {
            Gate.Close();
            Post(new MachineEvent.StepDownRequested(TimeSpan.Zero, "the term's first entry could not be written: " + exception.Message));
        }
    }

    private static string Describe(Exception exception) =>
        exception is OperationCanceledException ? "timed out" : exception.Message;
}
