using System.Globalization;
using ITFrame.Drills.Lab;
using MongoDB.Driver;
using Spectre.Console;

namespace ITFrame.Drills.Seeding;

/// <summary>From arguments to an exit code.</summary>
internal static class SeedProgram
{
    /// <summary>The hub's, where the members' address names none.</summary>
    private const string Database = "itframe";

    /// <summary>Enough to keep a primary busy while others wait for its answers.</summary>
    private const int StationsAtOnce = 4;

    public static async Task<int> RunAsync(SeedArguments arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var seeder = new Seeder(await FindAsync(arguments, cancellationToken));
            var started = time.GetTimestamp();
            var written = 0L;
            await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
                .StartAsync(async progress =>
                {
                    var task = progress.AddTask("stations", maxValue: arguments.Stations);
                    await seeder.ClearAsync(cancellationToken);
                    var now = time.GetUtcNow().UtcDateTime;
                    await Parallel.ForEachAsync(
                        Enumerable.Range(1, arguments.Stations),
                        new ParallelOptions { MaxDegreeOfParallelism = StationsAtOnce, CancellationToken = cancellationToken },
                        async (rank, cancelled) =>
                        {
                            Interlocked.Add(ref written, await seeder.WriteAsync(new StationHistory(rank, arguments.Days, arguments.Seed, now), cancelled));
                            task.Increment(1);
                        });
                });
            AnsiConsole.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{arguments.Stations} stations ({StationHistory.Prefix}00001, …), {written} documents in {time.GetElapsedTime(started).TotalSeconds:0} s. A station's statistics key is key-STATION."));
            return ExitCodes.Passed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted: part of the stations are there.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is TimeoutException or MongoException or LabException)
        {
            await Console.Error.WriteLineAsync($"The stations could not be made. {exception.Message}");
            return ExitCodes.CouldNotRun;
        }
    }

    private static Task<IMongoDatabase> FindAsync(SeedArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Mongo is { } uri)
        {
            var url = MongoUrl.Create(uri);
            return Seeder.FindPrimaryAsync(MongoClientSettings.FromUrl(url), url.DatabaseName ?? Database, cancellationToken);
        }

        var lab = LabStateFile.Find(arguments.Lab) ?? throw new LabException("No lab runs here; start one, or name its state file with --lab, or the members with --mongo.");
        var settings = new MongoClientSettings { Servers = [.. lab.Members.Select(member => MongoServerAddress.Parse(member.Address))] };
        lab.Configure(settings);
        if (settings.UseTls)
        {
            settings.Credential = MongoCredential.CreateMongoX509Credential();
        }

        return Seeder.FindPrimaryAsync(settings, Database, cancellationToken);
    }
}
