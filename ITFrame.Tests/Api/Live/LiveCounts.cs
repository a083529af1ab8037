using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ITFrame.Tests.Api.Live;

/// <summary>One hub's counters, as a collector sees them.</summary>
internal sealed class LiveCounts : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly MeterListener _listener = new();

    public LiveCounts(IMeterFactory hub)
    {
        // Other hubs of this process have meters of the same name.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, hub))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _counts.AddOrUpdate(instrument.Name, value, (_, before) => before + value));
        _listener.Start();
    }

    public long this[string counter] => _counts.GetValueOrDefault(counter);

    public void Dispose() => _listener.Dispose();
}
