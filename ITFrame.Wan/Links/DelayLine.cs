using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using ITFrame.Wan.Timing;
using Microsoft.AspNetCore.Connections;

namespace ITFrame.Wan.Links;

/// <summary>
/// One direction of a connection across a link.
/// <code>
///   source --(1) Fill--> pipe + parcels --(2) Drain--> sink
/// </code>
/// (1) stamps what it reads with the time it arrives at the other end; (2) waits for that time, and for a cut link to come
/// back, and delivers in order. The pipe's bound is what may be in flight: beyond it the source is not read, so its sender
/// fills its own window and waits, as on a real link.
/// </summary>
internal sealed class DelayLine : IDisposable
{
    /// <summary>Some 100 ms of a link of 20 Mbit/s in flight; the sender's and receiver's socket buffers come on top.</summary>
    private const int BytesInFlight = 256 * 1024;

    /// <summary>Bounds the parcels too: a sender of single bytes must not make the queue larger than the bytes.</summary>
    private const int ParcelsInFlight = 1024;

    private readonly CircuitEnd _source;
    private readonly CircuitEnd _sink;
    private readonly Link _link;
    private readonly Lane _lane;
    private readonly Alarm _alarm;
    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: BytesInFlight, resumeWriterThreshold: BytesInFlight / 2, useSynchronizationContext: false));
    private readonly Channel<Parcel> _parcels = Channel.CreateBounded<Parcel>(
        new BoundedChannelOptions(ParcelsInFlight) { SingleReader = true, SingleWriter = true });

    public DelayLine(CircuitEnd source, CircuitEnd sink, Link link, Lane lane, TimeProvider clock)
    {
        _source = source;
        _sink = sink;
        _link = link;
        _lane = lane;
        _alarm = new Alarm(clock);
    }

    /// <summary>Carries everything from source to sink; returns how the source ended, once the sink has been told.</summary>
    public async Task<ParcelKind> RunAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static alarm => ((Alarm)alarm!).Cancel(), _alarm);
        var fill = FillAsync(cancellationToken);
        try
        {
            return await DrainAsync(cancellationToken);
        }
        finally
        {
            // A sink that takes no more ends the fill too, which otherwise would wait for room in the pipe.
            await _pipe.Reader.CompleteAsync();
            await fill;
        }
    }

    public void Dispose() => _alarm.Dispose();

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        long arrival = 0;
        var end = ParcelKind.Finish;
        try
        {
            while (true)
            {
                var read = await _source.Input.ReadAsync(cancellationToken);
                var length = (int)read.Buffer.Length;
                if (length > 0)
                {
                    arrival = Math.Max(arrival, _link.ArrivalOf(length, _lane));
                    Copy(read.Buffer, _pipe.Writer);
                    _source.Input.AdvanceTo(read.Buffer.End);
                    await _parcels.Writer.WriteAsync(new Parcel(ParcelKind.Data, length, arrival), cancellationToken);
                    if ((await _pipe.Writer.FlushAsync(cancellationToken)).IsCompleted)
                    {
                        return;
                    }
                }
                else if (read.IsCompleted)
                {
                    break;
                }
                else
                {
                    _source.Input.AdvanceTo(read.Buffer.End);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException or ObjectDisposedException)
        {
            end = ParcelKind.Reset;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        // Never blocks for long: an end is the last parcel, and the drain goes on taking the ones before it.
        arrival = Math.Max(arrival, _link.ArrivalOf(0, _lane));
        try
        {
            await _parcels.Writer.WriteAsync(new Parcel(end, 0, arrival), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The circuit was aborted meanwhile.
        }
    }

    private async Task<ParcelKind> DrainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var parcel = await _parcels.Reader.ReadAsync(cancellationToken);
            await _alarm.WaitUntilAsync(parcel.Arrival);
            while (_link.IsCut)
            {
                await _link.WhenUpAsync(cancellationToken);
                // What was lost in the cut is sent again, and has the whole way before it.
                await _alarm.WaitAsync(_link.Conditions.OneWay);
            }

            cancellationToken.ThrowIfCancellationRequested();
            switch (parcel.Kind)
            {
                case ParcelKind.Data:
                    await DeliverAsync(parcel.Length, cancellationToken);
                    break;
                case ParcelKind.Finish:
                    _sink.Finish();
                    return parcel.Kind;
                default:
                    return parcel.Kind;
            }
        }
    }

    private async Task DeliverAsync(int length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var read = await _pipe.Reader.ReadAsync(cancellationToken);
            var bytes = read.Buffer.Slice(0, Math.Min(length, read.Buffer.Length));
            foreach (var segment in bytes)
            {
                await _sink.SendAsync(segment, cancellationToken);
            }

            length -= (int)bytes.Length;
            _pipe.Reader.AdvanceTo(bytes.End);
        }
    }

    private static void Copy(in ReadOnlySequence<byte> bytes, PipeWriter writer)
    {
        foreach (var segment in bytes)
        {
            writer.Write(segment.Span);
        }
    }
}
