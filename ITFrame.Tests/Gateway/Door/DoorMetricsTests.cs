using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ITFrame.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ITFrame.Tests.Gateway.Door;

public sealed class DoorMetricsTests
{
    [Fact]
    public void Counters_Exported_UnderTheDocumentedNames()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var measurements = new ConcurrentBag<(string Name, long Value, string Tags)>();
        using var listener = new MeterListener();
        // Other gateways of this process have meters of the same name.
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measurements.Add((
            $"{instrument.Meter.Name} {instrument.Name}", value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        listener.Start();
        var metrics = new DoorMetrics(factory);

        metrics.CountShed();
        metrics.CountRateLimited();
        metrics.CountHit();
        metrics.CountUntracedHit();
        metrics.CountMiss();
        metrics.CountStale();
        metrics.CountBypassed();
        metrics.AddEventStream();
        metrics.AddEventStream();
        metrics.RemoveEventStream();
        listener.RecordObservableInstruments();

        Assert.Equal(
            new (string, long, string)[]
            {
                ("ITFrame.Gateway itframe.gateway.cache.requests", 1, "itframe.cache.result=bypass"),
                ("ITFrame.Gateway itframe.gateway.cache.requests", 2, "itframe.cache.result=hit"),
                ("ITFrame.Gateway itframe.gateway.cache.requests", 1, "itframe.cache.result=miss"),
                ("ITFrame.Gateway itframe.gateway.cache.requests", 1, "itframe.cache.result=stale"),
                ("ITFrame.Gateway itframe.gateway.cache.untraced", 1, ""),
                ("ITFrame.Gateway itframe.gateway.event_streams", 1, ""),
                ("ITFrame.Gateway itframe.gateway.rate_limited", 1, ""),
                ("ITFrame.Gateway itframe.gateway.shed", 1, ""),
            },
            measurements.OrderBy(measurement => measurement.Name, StringComparer.Ordinal).ThenBy(measurement => measurement.Tags, StringComparer.Ordinal));
    }
}
