using ITFrame.AppHost.Publishing;
using ITFrame.AppHost.Telemetry;

namespace ITFrame.AppHost.Output;

/// <summary>What a person sees who starts the lab from a shell: help, and errors without a stack trace.</summary>
internal static class CommandLine
{
    // Aspire's own switch: the model's callbacks are told that they are not to speak of this machine.
    private static readonly string[] PublishOperation = ["--operation", "publish"];

    /// <param name="args">The command line.</param>
    /// <param name="lab">Builds the model of its arguments, and runs it, or publishes it where options for that are given.</param>
    /// <returns>0 after an orderly end, 1 where the lab could not be built, started or published.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], PublishOptions?, CancellationToken, Task> lab)
    {
        if (PublishCommand.IsAskedFor(args))
        {
            return await PublishCommand.RunAsync(args, (options, cancellationToken) => lab([.. PublishOperation, .. options.Model], options, cancellationToken));
        }

        if (Help.IsAskedFor(args))
        {
            return Help.Print();
        }

        DashboardDefaults.Apply();
        try
        {
            await lab(args, null, CancellationToken.None);
            return 0;
        }
        catch (DistributedApplicationException exception)
        {
            await Console.Error.WriteLineAsync($"The lab cannot start. {exception.Message}");
            return 1;
        }
    }
}
