using System.Collections.Concurrent;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Checking;

/// <summary>Reads back every write of a run, and gives replication time to arrive before it calls one lost.</summary>
internal sealed class ReadBack(IReadOnlyList<OperationRecord> records, ReadBackOptions options, TimeProvider time)
{
    private const int ParallelReads = 8;

    /// <summary>The operations that each add one thing to a set.</summary>
    public static IReadOnlyList<OperationKind> Sets { get; } = [OperationKind.StoreSong, OperationKind.CreateSession, OperationKind.StoreStatus];

    private readonly ILookup<OperationKind, SetWrite> _sets = records
        .Where(record => Sets.Contains(record.Operation.Kind))
        .ToLookup(record => record.Operation.Kind, record => new SetWrite(record.Operation.Write!.Text, record.WriteOutcome));

    private readonly Dictionary<string, List<SettingWrite>> _settings = records
        .Where(record => record.Operation is { Kind: OperationKind.PlayerSettings, Register: null })
        .GroupBy(record => record.Operation.Write!.Station)
        .ToDictionary(
            group => group.Key,
            group => group.Select(record => new SettingWrite(record.Operation.Write!.Sequence, record.Operation.Write.Text, record.WriteOutcome)).ToList());

    /// <summary>The newest revision of each station that was acknowledged.</summary>
    private readonly Dictionary<string, long> _registers = records
        .Where(record => record is { Access: not null })
        .GroupBy(record => record.Access!.Station)
        .ToDictionary(group => group.Key, group => group.Max(record => record.WriteOutcome == WriteOutcome.Acknowledged ? record.Access!.Revision ?? 0 : 0));

    public async Task<ReadBackResult> CheckAsync(IReadBackSource source, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        IReadOnlyDictionary<string, FinalValue> registers = new Dictionary<string, FinalValue>();
        try
        {
            foreach (var kind in Sets.Where(_sets.Contains))
            {
                findings.AddRange(await UntilCleanAsync(
                    async () => Explain(kind, SetChecker.Check(_sets[kind], await source.ReadSetAsync(kind, cancellationToken))), found => found.Count == 0, cancellationToken));
            }

            if (_sets.Contains(OperationKind.CreateSession))
            {
                findings.AddRange(await UntilCleanAsync(async () => StatisticsChecker.Check(await source.ReadStatisticsAsync(cancellationToken)), found => found.Count == 0, cancellationToken));
            }

            var wrong = _settings.Keys.ToList();
            var settings = await UntilCleanAsync(
                async () =>
                {
                    var found = await CheckSettingsAsync(source, wrong, cancellationToken);
                    wrong = [.. found.Select(finding => finding.Station)];
                    return found;
                },
                found => found.Count == 0,
                cancellationToken);
            findings.AddRange(settings.Select(Explain));
            registers = await UntilCleanAsync(
                () => ReadRegistersAsync(source, cancellationToken),
                found => _registers.All(register => found.TryGetValue(register.Key, out var value) && value.Revision >= register.Value),
                cancellationToken);
            return new ReadBackResult(source.Name, findings, registers, Failure: null);
        }
        catch (ReadBackException exception)
        {
            return new ReadBackResult(source.Name, findings, registers, exception.Message);
        }
    }

    private static List<Finding> Explain(OperationKind kind, SetFindings found) =>
    [
        .. found.Lost.Select(text => new Finding(Rules.Lost, $"{kind.Title()}: {text}")),
        .. found.Duplicated.Select(text => new Finding(Rules.Duplicated, $"{kind.Title()}: {text}")),
        .. found.Unexpected.Select(text => new Finding(Rules.Unexpected, $"{kind.Title()}: {text}")),
    ];

    private static Finding Explain(SettingFinding finding)
        => new(finding.Verdict == SettingVerdict.Unexpected ? Rules.Unexpected : Rules.Lost, finding.ToString());

    private async Task<IReadOnlyList<SettingFinding>> CheckSettingsAsync(IReadBackSource source, List<string> stations, CancellationToken cancellationToken)
    {
        var findings = new ConcurrentBag<SettingFinding>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(stations, parallel, async (station, token) =>
        {
            var finding = SettingChecker.Check(station, _settings[station], await source.ReadSettingAsync(station, token));
            if (finding.Verdict != SettingVerdict.Right)
            {
                findings.Add(finding);
            }
        });
        return [.. findings.OrderBy(finding => finding.Station, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyDictionary<string, FinalValue>> ReadRegistersAsync(IReadBackSource source, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, FinalValue>();
        foreach (var station in _registers.Keys)
        {
            if (await source.ReadRegisterAsync(station, cancellationToken) is { } value)
            {
                values[station] = value;
            }
        }

        return values;
    }

    private async Task<T> UntilCleanAsync<T>(Func<Task<T>> read, Func<T, bool> isClean, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        long? firstRead = null;
        while (true)
        {
            try
            {
                var result = await read();
                firstRead ??= time.GetTimestamp();
                if (isClean(result) || time.GetElapsedTime(firstRead.Value) >= options.LagAllowance)
                {
                    return result;
                }
            }
            catch (ReadBackException) when (time.GetElapsedTime(began) < options.ReachDeadline)
            {
                // Unreachable is not lost: try again until the deadline, then say so.
            }

            await Task.Delay(options.Interval, time, cancellationToken);
        }
    }
}
