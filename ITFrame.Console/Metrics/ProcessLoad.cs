namespace ITFrame.Console.Metrics;

/// <summary>How much processor time each service takes, from the counter that .NET's runtime keeps of it.</summary>
internal static class ProcessLoad
{
    private const string Counter = "dotnet.process.cpu.time";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>By service: 1 is one core, all the time.</summary>
    public static IReadOnlyDictionary<string, double> Of(MetricStore store, DateTimeOffset now)
    {
        var loads = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (point, history) in store.Series(Counter))
        {
            // A series for each mode of the processor, user and system.
            if (history is [.., var former, var latest] && now - latest.Time < Fresh && latest.Value >= former.Value)
            {
                loads[point.Source.Service] = loads.GetValueOrDefault(point.Source.Service) + ((latest.Value - former.Value) / (latest.Time - former.Time).TotalSeconds);
            }
        }

        return loads;
    }
}
