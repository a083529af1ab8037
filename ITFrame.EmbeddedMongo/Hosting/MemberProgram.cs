using ITFrame.EmbeddedMongo.Storage;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The process from start to end.</summary>
internal static class MemberProgram
{
    // Reads of SQLite block their threads for a moment; without spare ones, heartbeats would wait behind them.
    private const int MinThreads = 16;

    // mongod's code for an end without clean-up.
    private const int CannotWrite = 14;

    public static async Task<int> RunAsync(MemberOptions options)
    {
        ThreadPool.SetMinThreads(MinThreads, MinThreads);
        try
        {
            var host = await MemberHost.StartAsync(options);
            if (await host.RunUntilStoppedAsync())
            {
                return 0;
            }

            await Console.Error.WriteLineAsync("error: the disk is full or failing; the data are as the last acknowledged write left them");
            return CannotWrite;
        }
        catch (Exception exception) when (exception is StartupException or DamagedDataException)
        {
            await Console.Error.WriteLineAsync("error: " + exception.Message);
            return 1;
        }
    }
}
