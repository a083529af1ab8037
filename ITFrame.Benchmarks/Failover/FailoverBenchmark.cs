using System.Diagnostics;
using System.Globalization;
using ITFrame.Benchmarks.Members;
using MongoDB.Bson;
using MongoDB.Driver;
using Spectre.Console;

namespace ITFrame.Benchmarks.Failover;

/// <summary>How long nobody can write when the primary is killed, and when it steps down.</summary>
internal static class FailoverBenchmark
{
    private const int Members = 3;

    public static async Task RunAsync(int kills, int stepDowns, CancellationToken cancellationToken)
    {
        await using var set = await MemberSet.StartAsync(Members, cancellationToken);
        using var client = new MongoClient(set.ConnectionString);
        var writes = client.GetDatabase("bench").GetCollection<BsonDocument>("writes").WithWriteConcern(WriteConcern.WMajority);
        await writes.InsertOneAsync([], cancellationToken: cancellationToken);

        var killed = await MeasureAsync("kill -9 of the primary", kills, KillAsync);
        var steppedDown = await MeasureAsync("replSetStepDown", stepDowns, StepDownAsync);

        var table = new Table().AddColumns("to the first acknowledged write after", "times", "minimum", "median", "p95", "maximum");
        AddRow(table, "kill -9 of the primary", killed);
        AddRow(table, "replSetStepDown", steppedDown);
        AnsiConsole.Write(table);

        async Task<List<TimeSpan>> MeasureAsync(string name, int times, Func<int, Task<TimeSpan>> measure)
        {
            var result = new List<TimeSpan>(times);
            for (var i = 0; i < times; i++)
            {
                var primary = await set.WaitUntilHealthyAsync(cancellationToken);
                result.Add(await measure(primary));
                AnsiConsole.WriteLine($"{name} {i + 1}/{times}: {Text(result[^1])}");
            }

            return result;
        }

        async Task<TimeSpan> KillAsync(int primary)
        {
            var started = Stopwatch.GetTimestamp();
            set.Kill(primary);
            await WriteAsync();
            var elapsed = Stopwatch.GetElapsedTime(started);
            await set.StartMemberAsync(primary, cancellationToken);
            return elapsed;
        }

        async Task<TimeSpan> StepDownAsync(int primary)
        {
            using var direct = set.Direct(primary);
            var started = Stopwatch.GetTimestamp();
            var stepDown = direct.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument { { "replSetStepDown", 10 }, { "secondaryCatchUpPeriodSecs", 5 } }, cancellationToken: cancellationToken);
            await stepDown;
            await WriteAsync();
            return Stopwatch.GetElapsedTime(started);
        }

        // The driver's own retry bridges most of the gap; what it gives up on is sent again.
        async Task WriteAsync()
        {
            while (true)
            {
                try
                {
                    await writes.InsertOneAsync([], cancellationToken: cancellationToken);
                    return;
                }
                catch (MongoException)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
    }

    private static void AddRow(Table table, string name, List<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        table.AddRow(
            name,
            sorted.Count.ToString(CultureInfo.InvariantCulture),
            Text(sorted[0]),
            Text(sorted[sorted.Count / 2]),
            Text(sorted[(int)(sorted.Count * 0.95)]),
            Text(sorted[^1]));
    }

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("N3", CultureInfo.InvariantCulture) + " s";
}
