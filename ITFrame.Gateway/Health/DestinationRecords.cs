using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Model;

namespace ITFrame.Gateway.Health;

/// <summary>Each destination's record, for as long as YARP knows the destination.</summary>
internal sealed class DestinationRecords
{
    private readonly ConditionalWeakTable<DestinationState, DestinationRecord> _records = [];

    public DestinationRecord Of(DestinationState destination) => _records.GetOrCreateValue(destination);
}
