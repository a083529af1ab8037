using System.Net.Sockets;
using ITFrame.Wan.Timing;

namespace ITFrame.Wan.Links;

/// <summary>A connection that crosses a link: both ends, and a delay line for each direction.</summary>
internal sealed class Circuit : IDisposable
{
    private readonly CircuitEnd _client;
    private readonly CircuitEnd _target;
    private readonly Link _link;
    private readonly DelayLine _outbound;
    private readonly DelayLine _inbound;
    private readonly Alarm _alarm;
    private readonly CancellationTokenSource _aborted = new();
    private int _ended;

    public Circuit(CircuitEnd client, string clientSite, CircuitEnd target, string targetSite, Link link, TimeProvider clock)
    {
        _client = client;
        _target = target;
        _link = link;
        _alarm = new Alarm(clock);
        _outbound = new DelayLine(client, target, link, link.LaneFrom(clientSite), clock);
        _inbound = new DelayLine(target, client, link, link.LaneFrom(targetSite), clock);
    }

    /// <summary>Runs until both directions have finished, or one end has reset and the other one has heard of it.</summary>
    public async Task RunAsync()
    {
        _link.Add(this);
        try
        {
            await Task.WhenAll(RunAsync(_outbound), RunAsync(_inbound));
        }
        finally
        {
            _link.Remove(this);
            Interlocked.Exchange(ref _ended, 1);
        }
    }

    /// <summary>Resets both ends at once.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
        {
            return;
        }

        // First the resets: once cancelled, both connections are closed, and an orderly close is what the ends would see.
        _client.Reset();
        _target.Reset();
        _aborted.Cancel();
    }

    public void Dispose()
    {
        _outbound.Dispose();
        _inbound.Dispose();
        _alarm.Dispose();
        _aborted.Dispose();
    }

    private async Task RunAsync(DelayLine line)
    {
        try
        {
            if (await line.RunAsync(_aborted.Token) == ParcelKind.Reset)
            {
                Abort();
            }
        }
        catch (OperationCanceledException)
        {
            // Aborted.
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The receiver takes no more: it has closed or died. Its answer, an RST, has the way back before it.
            await _alarm.WaitAsync(_link.Conditions.OneWay);
            Abort();
        }
    }
}
