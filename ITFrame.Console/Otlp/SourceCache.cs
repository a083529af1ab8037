using System.Collections.Concurrent;
using Google.Protobuf;
using ITFrame.Console.Otlp.Wire;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Otlp;

/// <summary>Gives the same <see cref="TelemetrySource"/> for the same resource, which comes with every export.</summary>
internal sealed class SourceCache
{
    private const int Capacity = 1000;

    private static readonly TelemetrySource Unknown = TelemetrySource.From(AttributeList.Empty);

    private readonly ConcurrentDictionary<ByteString, TelemetrySource> _sources = new();

    public TelemetrySource Get(Resource? resource)
    {
        if (resource is null)
        {
            return Unknown;
        }

        var key = resource.ToByteString();
        if (_sources.TryGetValue(key, out var known))
        {
            return known;
        }

        // Processes come and go, each with an instance id of its own; starting over costs one entry for each that still sends.
        if (_sources.Count >= Capacity)
        {
            _sources.Clear();
        }

        return _sources.GetOrAdd(key, TelemetrySource.From(AttributeReader.Read(resource.Attributes)));
    }
}
