namespace Aspire.Hosting.ApplicationModel;

/// <summary>A snapshot in a few words, for messages.</summary>
internal static class StateText
{
    public static string Describe(CustomResourceSnapshot snapshot)
    {
        var text = snapshot.State?.Text ?? "unknown";
        if (KnownResourceStates.IsTerminal(text) && snapshot.ExitCode is { } exitCode)
        {
            text += $" (exit code {exitCode})";
        }

        if (snapshot.HealthStatus is { } health && snapshot.HealthReports.Any(report => report.Status is not null))
        {
            text += $" ({health})";
        }

        return text;
    }
}
