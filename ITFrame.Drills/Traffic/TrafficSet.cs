using ITFrame.Drills.Checking;
using ITFrame.Drills.Clients;

namespace ITFrame.Drills.Traffic;

/// <summary>What is asked, and who asks it, for one run.</summary>
internal sealed class TrafficSet
{
    public TrafficSet(
        string runId,
        string demoStation,
        ClientPool clients,
        HubRequests requests,
        TrafficOptions options,
        TimeSpan patience,
        Func<TimeSpan> now,
        Action<OperationRecord> record)
    {
        var stations = new StationWriters(runId);
        var registers = new Registers(runId);
        var sessions = new OpenSessions();
        Mix = new TrafficMix(runId, demoStation, stations, registers, sessions, options);
        Sender = new TrafficSender(runId, clients, requests, registers, stations, sessions, patience, now, record);
    }

    public TrafficMix Mix { get; }

    public TrafficSender Sender { get; }
}
