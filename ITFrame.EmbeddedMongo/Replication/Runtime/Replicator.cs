using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Peers;
using ITFrame.EmbeddedMongo.Storage;
using Microsoft.Extensions.Logging;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>
/// Keeps a follower's data in step with its sync source: copies all of it when there is none, follows the log
/// afterwards, and turns back where the logs part.
/// </summary>
internal sealed class Replicator : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly ReplicationCoordinator _replication;
    private readonly PeerPool _peers;
    private readonly OplogFollower _follower;
    private readonly RollbackRunner _rollback;
    private readonly InitialSyncRunner _initialSync;
    private readonly MemberClock _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource? _session;
    private int _sessionSource = -1;
    private Task _running = Task.CompletedTask;

    public Replicator(ReplicationCoordinator replication, PeerPool peers, DocumentStore store, Action dataReplaced, string dataPath, MemberClock clock, ILogger<Replicator> logger)
    {
        _replication = replication;
        _peers = peers;
        _clock = clock;
        _logger = logger;
        _follower = new OplogFollower(replication, store, clock);
        _rollback = new RollbackRunner(replication, store, dataReplaced, dataPath, clock, logger);
        _initialSync = new InitialSyncRunner(replication, store, dataReplaced, logger);
        _replication.ViewChanged = OnViewChanged;
    }

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var next = _replication.NextView;
            var view = _replication.View;
            if (view.SyncSource is not { } source)
            {
                await next.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            using var session = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            lock (_lock)
            {
                _session = session;
                _sessionSource = source.Id;
            }

            await RunSessionAsync(source, view, session.Token);
            lock (_lock)
            {
                _session = null;
            }
        }
    }

    private async Task RunSessionAsync(MemberConfig source, MachineView view, CancellationToken cancellationToken)
    {
        var timeout = view.Config!.ElectionTimeout;
        try
        {
            using var connection = await SyncConnection.OpenAsync(_peers, source, _replication, timeout, _clock.Time, cancellationToken);
            if (view.State == MemberState.Startup2)
            {
                await _initialSync.RunAsync(connection, timeout, cancellationToken);
                return;
            }

            ReplicationLog.SyncSourceChosen(_logger, source.Host, view.Applied);
            await _follower.RunAsync(connection, timeout, cancellationToken);
        }
        catch (DivergedException diverged)
        {
            await TurnBackAsync(source, diverged, timeout, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ReplicationLog.SyncSourceLost(_logger, source.Host, exception is OperationCanceledException ? "timed out" : exception.Message);
            _replication.Post(new MachineEvent.SyncSourceFailed(source.Id));
            await Task.Delay(RetryDelay, _clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception)
        {
            // The source is no longer the one to follow, or the member shuts down.
        }
    }

    private async Task TurnBackAsync(MemberConfig source, DivergedException diverged, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            // A new primary that catches up takes what it can, but gives nothing up.
            if (_replication.View.State == MemberState.Primary)
            {
                _replication.Post(new MachineEvent.CatchUpAbandoned(diverged.Message));
                throw new IOException(diverged.Message);
            }

            using var connection = await SyncConnection.OpenAsync(_peers, source, _replication, timeout, _clock.Time, cancellationToken);
            await _rollback.RunAsync(connection, timeout, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ReplicationLog.SyncSourceLost(_logger, source.Host, exception.Message);
            _replication.Post(new MachineEvent.SyncSourceFailed(source.Id));
            await Task.Delay(RetryDelay, _clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception)
        {
            // As above.
        }
    }

    private void OnViewChanged(MachineView view)
    {
        lock (_lock)
        {
            if (_session is not null && view.SyncSourceId != _sessionSource && view.State != MemberState.Rollback)
            {
                _session.Cancel();
            }
        }
    }
}
