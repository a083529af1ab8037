using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The process from start to end.</summary>
internal static class MemberProgram
{
    // Reads of SQLite block their threads for a moment; without spare ones, heartbeats would wait behind them.
    private const int MinThreads = 16;

    public static async Task<int> RunAsync(MemberOptions options)
    {
        ThreadPool.SetMinThreads(MinThreads, MinThreads);
        try
        {
            var host = await MemberHost.StartAsync(options);
            await host.RunUntilStoppedAsync();
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or DamagedDataException)
        {
            await Console.Error.WriteLineAsync("error: " + exception.Message);
            return 1;
        }
    }
}
