using System.Globalization;
using Spectre.Console;

namespace ITFrame.Drills.Report;

/// <summary>Shows a run as it goes: a table that is redrawn in a terminal, a line now and then elsewhere.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, bool live, TimeProvider time)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(2);

    /// <summary>Shows the status for as long as the work runs.</summary>
    public async Task<T> RunAsync<T>(RunStatus status, Func<Task<T>> work)
    {
        var running = work();
        if (live)
        {
            await console.Live(Draw(status.Snapshot())).AutoClear(true).StartAsync(async context =>
            {
                while (!await EndsWithinAsync(running, Refresh))
                {
                    context.UpdateTarget(Draw(status.Snapshot()));
                }
            });
        }
        else
        {
            var printed = default((string Text, long At)?);
            while (!await EndsWithinAsync(running, Refresh))
            {
                var snapshot = status.Snapshot();
                if (printed is null || printed.Value.Text != snapshot.Text || time.GetElapsedTime(printed.Value.At) >= LineInterval)
                {
                    printed = (snapshot.Text, time.GetTimestamp());
                    console.WriteLine(Line(snapshot));
                }
            }
        }

        return await running;
    }

    internal static string Line(StatusSnapshot status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{status.Elapsed.TotalSeconds,6:0.0} s  {status.Text}: {status.Requests} requests, {status.Succeeded} ok, {status.Unknown} unknown, {status.Failed} failed, {status.InFlight} under way, primary {status.Primary ?? "none"}, p99 {Milliseconds(status.P99)}");

    private static Panel Draw(StatusSnapshot status)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        void Add(string name, string value, string colour = "default")
            => grid.AddRow(new Text(name, new Style(Color.Grey)), new Markup($"[{colour}]{Markup.Escape(value)}[/]"));

        Add("elapsed", string.Create(CultureInfo.InvariantCulture, $"{status.Elapsed.TotalSeconds:0.0} s"));
        Add("requests", string.Create(CultureInfo.InvariantCulture, $"{status.Requests:N0} ({status.InFlight} under way)"));
        Add("ok", status.Succeeded.ToString("N0", CultureInfo.InvariantCulture), "green");
        Add("unknown", status.Unknown.ToString("N0", CultureInfo.InvariantCulture), status.Unknown == 0 ? "default" : "yellow");
        Add("failed", status.Failed.ToString("N0", CultureInfo.InvariantCulture), status.Failed == 0 ? "default" : "red");
        Add("primary", status.Primary ?? "none", status.Primary is null ? "yellow" : "default");
        Add("p99, last 5 s", Milliseconds(status.P99));
        return new Panel(grid).Header($" {Markup.Escape(status.Text)} ").RoundedBorder();
    }

    private static string Milliseconds(TimeSpan? time)
        => time is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0.0} ms") : "-";

    private async Task<bool> EndsWithinAsync(Task running, TimeSpan wait)
    {
        await Task.WhenAny(running, Task.Delay(wait, time));
        return running.IsCompleted;
    }
}
