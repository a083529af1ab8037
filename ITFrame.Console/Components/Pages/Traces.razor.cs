using ITFrame.Console.Components.Shared;
using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace ITFrame.Console.Components.Pages;

/// <summary>The list of traces. The filters are in the address, so that a filtered list can be linked and gone back to.</summary>
public sealed partial class Traces
{
    /// <summary>At a high rate all of them are new every second, and each is drawn.</summary>
    private const int MaxShown = 100;

    private static readonly int[] Minimums = [10, 50, 100, 500, 1_000, 5_000];

    private IReadOnlyList<TraceSnapshot> _shown = [];
    private IReadOnlyList<string> _services = [];
    private TraceFilter _filter = new();
    private int _matching;
    private int _total;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "service")]
    private string? Service { get; set; }

    [SupplyParameterFromQuery(Name = "errors")]
    private bool? Errors { get; set; }

    [SupplyParameterFromQuery(Name = "failovers")]
    private bool? Failovers { get; set; }

    [SupplyParameterFromQuery(Name = "min")]
    private int? Minimum { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private long? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private long? To { get; set; }

    [Inject]
    private IOptions<RetentionOptions> Limits { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    protected override void OnInitialized() => Follow(Store.Signal);

    protected override void OnParametersSet()
    {
        // From the address, whenever somebody has gone to it.
        _filter = new TraceFilter(Text, Service, Errors == true, Failovers == true) { MinimumMilliseconds = Minimum, From = From, To = To };
        Refresh();
    }

    protected override void Refresh()
    {
        var all = Store.List();
        var matching = _filter.IsEmpty ? all : Array.FindAll(all, _filter.Matches);
        _total = all.Length;
        _matching = matching.Length;
        _shown = matching.Length > MaxShown ? matching[..MaxShown] : matching;
        _services = all.SelectMany(trace => trace.Services).Select(service => service.Name).Append(_filter.Service)
            .OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    private async Task ApplyAsync(TraceFilter filter)
    {
        // Controls also tell of what they were set to from here.
        if (filter != _filter)
        {
            _filter = filter;
            Refresh();
            await PageAddress.ReplaceQueryAsync(Script, "/traces", filter.Query);
        }
    }

    private static string? TextOf(ChangeEventArgs change) => change.Value is string { Length: > 0 } text ? text : null;

    private string Span()
        => $"{(_filter.From is { } from ? Display.Time(DateTimeOffset.FromUnixTimeMilliseconds(from)) : "")} to {(_filter.To is { } to ? Display.Time(DateTimeOffset.FromUnixTimeMilliseconds(to)) : "now")}";
}
