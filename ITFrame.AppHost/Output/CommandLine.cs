using ITFrame.AppHost.Telemetry;

namespace ITFrame.AppHost.Output;

/// <summary>What a person sees who starts the lab from a shell: help, and errors without a stack trace.</summary>
internal static class CommandLine
{
    /// <returns>0 after an orderly end, 1 where the lab could not be built or started.</returns>
    public static async Task<int> RunAsync(string[] args, Func<Task> lab)
    {
        if (Help.IsAskedFor(args))
        {
            return Help.Print();
        }

        DashboardDefaults.Apply();
        try
        {
            await lab();
            return 0;
        }
        catch (DistributedApplicationException exception)
        {
            await Console.Error.WriteLineAsync($"The lab cannot start. {exception.Message}");
            return 1;
        }
    }
}
