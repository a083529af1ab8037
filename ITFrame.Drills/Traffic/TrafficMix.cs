namespace ITFrame.Drills.Traffic;

/// <summary>Turns arrivals into operations: what is asked by <see cref="OperationKinds"/>, who asks by the seed.</summary>
/// <remarks>Used by one thread: the open loop's.</remarks>
internal sealed class TrafficMix(string runId, string demoStation, StationWriters stations, Registers registers, OpenSessions sessions, TrafficOptions options)
{
    /// <summary>How many of each kind there are, of ten clients.</summary>
    private static readonly ClientKind[] Pattern =
    [
        ClientKind.StreamServer, ClientKind.Player, ClientKind.App, ClientKind.Panel, ClientKind.Player,
        ClientKind.App, ClientKind.StreamServer, ClientKind.Player, ClientKind.Dj, ClientKind.Panel,
    ];

    // Not the schedule's seed, or the choice of kind would follow the gaps between arrivals.
    private readonly Random _random = new(unchecked((options.Seed * 397) ^ 0x5EED));
    private readonly ILookup<ClientKind, int> _clients = Enumerable.Range(0, options.Clients).ToLookup(KindOf);
    private int _number;

    /// <summary>The kind of a client.</summary>
    public static ClientKind KindOf(int client) => Pattern[client % Pattern.Length];

    public Operation Next(TimeSpan due)
    {
        var number = _number++;
        var kind = PickKind();
        if (kind == OperationKind.CloseSession && sessions.Take() is { } open)
        {
            return Create(number, kind, due, new WriteValue(demoStation, number, open));
        }

        // Before anybody has come nobody can leave.
        kind = kind == OperationKind.CloseSession ? OperationKind.CreateSession : kind;
        return kind switch
        {
            OperationKind.StoreSong or OperationKind.CreateSession or OperationKind.StoreStatus or OperationKind.PutQueue
                => Create(number, kind, due, new WriteValue(demoStation, number, $"drill {runId} {kind} {number}")),
            OperationKind.PlayerSettings => Create(number, kind, due, stations.Take()),
            OperationKind.ReadSettings => Create(number, kind, due, null) with { Register = PickRegister() },
            OperationKind.ChangeSettings => Change(number, due, PickRegister()),
            _ => Create(number, kind, due, null),
        };
    }

    private Operation Change(int number, TimeSpan due, string station)
        => Create(number, OperationKind.ChangeSettings, due, new WriteValue(station, number, $"drill {runId} change {number}")) with { Register = station };

    private Operation Create(int number, OperationKind kind, TimeSpan due, WriteValue? write)
    {
        var all = _clients[kind.Client()].ToList();
        // Fewer clients than kinds: everybody does everything.
        return new Operation(number, kind, all.Count > 0 ? all[_random.Next(all.Count)] : _random.Next(options.Clients), due, write);
    }

    private string PickRegister() => registers.Stations[_random.Next(registers.Stations.Count)];

    private OperationKind PickKind()
    {
        var point = _random.NextDouble();
        foreach (var kind in OperationKinds.All)
        {
            if (point < kind.Share())
            {
                return kind;
            }

            point -= kind.Share();
        }

        return OperationKind.NowPlaying;
    }
}
