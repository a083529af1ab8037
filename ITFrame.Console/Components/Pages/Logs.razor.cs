using ITFrame.Console.Components.Shared;
using ITFrame.Console.Logs;
using ITFrame.Console.Telemetry;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace ITFrame.Console.Components.Pages;

/// <summary>The structured logs of all services, newest first.</summary>
public sealed partial class Logs
{
    private const int MaxShown = 200;

    private IReadOnlyList<LogEntry> _shown = [];
    private IReadOnlyList<string> _services = [];
    private int _matching;
    private int _total;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "service")]
    private string? Service { get; set; }

    [SupplyParameterFromQuery(Name = "level")]
    private string? Level { get; set; }

    [Inject]
    private IOptions<RetentionOptions> Limits { get; set; } = default!;

    private LogLevel MinimumLevel => Enum.TryParse<LogLevel>(Level, ignoreCase: true, out var level) && Enum.IsDefined(level) ? level : LogLevel.Trace;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    protected override void OnInitialized() => Follow(Store.Signal);

    protected override void OnParametersSet() => Refresh();

    protected override void Refresh()
    {
        var all = Store.List();
        var matching = Array.FindAll(all, new LogFilter(Text, Service, MinimumLevel).Matches);
        _total = all.Length;
        _matching = matching.Length;
        // Senders batch, so the order of arrival is only roughly that of time.
        _shown = matching.OrderByDescending(entry => entry.Time).ThenByDescending(entry => entry.Sequence).Take(MaxShown).ToArray();
        _services = all.Select(entry => entry.Source.Service).Append(Service)
            .OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    private async Task ApplyAsync(string? text, string? service, string? level)
    {
        // Controls also tell of what they were set to from here.
        var query = PageAddress.Query(("q", text), ("service", service), ("level", level));
        if (query != PageAddress.Query(("q", Text), ("service", Service), ("level", Level)))
        {
            (Text, Service, Level) = (text, service, level);
            Refresh();
            await PageAddress.ReplaceQueryAsync(Script, "/logs", query);
        }
    }
}
