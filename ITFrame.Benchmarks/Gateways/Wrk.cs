using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ITFrame.Benchmarks.Gateways;

/// <summary>The load generator wrk (Debian's package), and what it prints.</summary>
internal static partial class Wrk
{
    /// <exception cref="InvalidOperationException">wrk failed, or printed something else than expected.</exception>
    public static async Task<WrkResult> RunAsync(Uri url, int connections, int seconds, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("wrk", [
            "--threads", "2", "--connections", Text(connections), "--duration", $"{Text(seconds)}s", "--latency", "--timeout", "10s", url.ToString()])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? Parse(output) : throw new InvalidOperationException($"wrk ended with {process.ExitCode}: {output}");
    }

    public static WrkResult Parse(string output)
    {
        var errors = Errors().Match(output);
        return new WrkResult(
            double.Parse(Find(Rate(), output), CultureInfo.InvariantCulture),
            long.Parse(Find(Requests(), output), CultureInfo.InvariantCulture),
            Milliseconds(Find(Median(), output)),
            Milliseconds(Find(Tail(), output)),
            (errors.Success ? errors.Groups.Values.Skip(1).Sum(group => long.Parse(group.Value, CultureInfo.InvariantCulture)) : 0)
                + (BadStatus().Match(output) is { Success: true } bad ? long.Parse(bad.Groups[1].Value, CultureInfo.InvariantCulture) : 0));
    }

    private static string Find(Regex pattern, string output)
        => pattern.Match(output) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException($"wrk printed no {pattern}: {output}");

    private static double Milliseconds(string text)
    {
        var unit = text.TrimStart("0123456789.".ToCharArray());
        return double.Parse(text[..^unit.Length], CultureInfo.InvariantCulture) * unit switch
        {
            "us" => 0.001,
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            _ => throw new InvalidOperationException($"wrk printed '{text}' for a latency"),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"^\s+50%\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Median();

    [GeneratedRegex(@"^\s+99%\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Tail();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex Errors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex BadStatus();
}
