namespace ITFrame.Drills.Traffic;

/// <summary>Turns arrivals into operations: 70 % reads, 30 % writes, spread evenly over the clients.</summary>
/// <remarks>Used by one thread: the open loop's.</remarks>
internal sealed class TrafficMix(string runId, string demoStation, StationWriters stations, TrafficOptions options)
{
    private static readonly (OperationKind Kind, double Share)[] Shares =
    [
        (OperationKind.NowPlaying, 0.44),
        (OperationKind.Player, 0.25),
        (OperationKind.Cluster, 0.01),
        (OperationKind.StoreSong, 0.15),
        (OperationKind.PlayerSettings, 0.15),
    ];

    // Not the schedule's seed, or the choice of kind would follow the gaps between arrivals.
    private readonly Random _random = new(unchecked((options.Seed * 397) ^ 0x5EED));
    private int _number;

    public Operation Next(TimeSpan due)
    {
        var number = _number++;
        var kind = PickKind();
        return new Operation(number, kind, number % options.Clients, due, kind switch
        {
            OperationKind.StoreSong => new WriteValue(demoStation, number, $"drill {runId} song {number}"),
            OperationKind.PlayerSettings => stations.Take(),
            _ => null,
        });
    }

    private OperationKind PickKind()
    {
        var point = _random.NextDouble();
        foreach (var (kind, share) in Shares)
        {
            if (point < share)
            {
                return kind;
            }

            point -= share;
        }

        return OperationKind.NowPlaying;
    }
}
