using System.Collections.Concurrent;

namespace ITFrame.Drills.Checking;

/// <summary>Reads back every write of a run, and gives replication time to arrive before it calls one lost.</summary>
internal sealed class ReadBack(IReadOnlyList<OperationRecord> records, ReadBackOptions options, TimeProvider time)
{
    private const int ParallelReads = 8;

    private static readonly SongFindings NoSongFindings = new([], [], []);

    private readonly IReadOnlyList<SongWrite> _songs =
    [
        .. records.Where(record => record.Operation.Kind == Traffic.OperationKind.StoreSong)
            .Select(record => new SongWrite(record.Operation.Write!.Text, record.WriteOutcome)),
    ];

    private readonly Dictionary<string, List<SettingWrite>> _settings = records
        .Where(record => record.Operation.Kind == Traffic.OperationKind.PlayerSettings)
        .GroupBy(record => record.Operation.Write!.Station)
        .ToDictionary(
            group => group.Key,
            group => group.Select(record => new SettingWrite(record.Operation.Write!.Sequence, record.Operation.Write.Text, record.WriteOutcome)).ToList());

    public async Task<ReadBackResult> CheckAsync(IReadBackSource source, CancellationToken cancellationToken)
    {
        var songs = NoSongFindings;
        IReadOnlyList<SettingFinding> settings = [];
        try
        {
            songs = await UntilCleanAsync(
                async () => SongChecker.Check(_songs, await source.ReadSongsAsync(cancellationToken)),
                findings => findings.IsClean,
                cancellationToken);
            var wrong = _settings.Keys.ToList();
            settings = await UntilCleanAsync(
                async () =>
                {
                    var findings = await CheckSettingsAsync(source, wrong, cancellationToken);
                    wrong = [.. findings.Select(finding => finding.Station)];
                    return findings;
                },
                findings => findings.Count == 0,
                cancellationToken);
            return new ReadBackResult(source.Name, songs, settings, Failure: null);
        }
        catch (ReadBackException exception)
        {
            return new ReadBackResult(source.Name, songs, settings, exception.Message);
        }
    }

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
