using System.Diagnostics;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>Runs a program that runs the scenarios, once, and keeps what it reports.</summary>
internal static class ExternalClient
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    public static async Task<Dictionary<string, BsonDocument>> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{start.FileName} ended with {process.ExitCode}: {await errors}\n{await output}");
            return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line.StartsWith('{'))
                .Select(BsonDocument.Parse)
                .ToDictionary(line => line["scenario"].AsString);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
