using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Peers;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Tells the sync source, at each change, what this member and those behind it hold on disk.</summary>
internal sealed class PositionReporter(ReplicationCoordinator replication, PeerPool peers, MemberClock clock) : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        (int Source, IReadOnlyList<MemberPosition> Positions) sent = (-1, []);
        while (!_stopping.IsCancellationRequested)
        {
            var next = replication.NextView;
            var view = replication.View;
            var positions = Positions(view);
            if (view.SyncSource is not { } source || positions.Count == 0 || (source.Id == sent.Source && positions.SequenceEqual(sent.Positions)))
            {
                await next.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            try
            {
                var command = new BsonDocument { { "replSetUpdatePosition", 1 }, { "optimes", new BsonArray(positions.Select(PeerMessages.ToBson)) } };
                await peers.SendAsync(source.Host, command, view.Config!.ElectionTimeout, _stopping.Token);
                sent = (source.Id, positions);
            }
            catch (Exception)
            {
                // The heartbeats tell whether the source lives; here it is only tried again.
                await Task.Delay(RetryDelay, clock.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static List<MemberPosition> Positions(MachineView view)
    {
        if (view.State != MemberState.Secondary || view.Applied.IsNone)
        {
            return [];
        }

        var result = new List<MemberPosition> { new(view.SelfId, view.Term, view.Applied) };
        result.AddRange(view.Peers
            .Where(peer => !peer.Acknowledged.IsNone && peer.Config.Id != view.SyncSourceId)
            .Select(peer => new MemberPosition(peer.Config.Id, peer.AcknowledgedTerm, peer.Acknowledged)));
        return result;
    }
}
