using ITFrame.Console.Components.Shared;
using ITFrame.Console.Metrics;
using ITFrame.Console.Telemetry;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace ITFrame.Console.Components.Pages;

/// <summary>The latest value of each metric series.</summary>
public sealed partial class Metrics
{
    private const int MaxShown = 300;

    private IReadOnlyList<MetricPoint> _shown = [];
    private IReadOnlyList<string> _services = [];
    private string? _opened;
    private (MetricPoint Latest, Sample[] History)? _selected;
    private ChartedSeries? _series;
    private int _matching;
    private int _total;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "service")]
    private string? Service { get; set; }

    [Inject]
    private IOptions<RetentionOptions> Limits { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    protected override void OnInitialized() => Follow(Store.Signal);

    protected override void OnParametersSet() => Refresh();

    protected override void Refresh()
    {
        var all = Store.List();
        var matching = Array.FindAll(all, Matches);
        _selected = _opened is null ? null : Store.Find(_opened);
        _series = _selected is { } selected ? ChartedSeries.Of(selected.Latest, selected.History) : null;
        _total = all.Length;
        _matching = matching.Length;
        _shown = matching
            .OrderBy(point => point.Source.Service, StringComparer.Ordinal)
            .ThenBy(point => point.Name, StringComparer.Ordinal)
            .ThenBy(point => string.Concat(point.Attributes.Select(label => label.Value)), StringComparer.Ordinal)
            .Take(MaxShown)
            .ToArray();
        _services = all.Select(point => point.Source.Service).Append(Service)
            .OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    private static string Describe(MetricPoint point)
    {
        var unit = point.Unit.Length == 0 || point.Unit.StartsWith('{') || point.Unit == "1" ? "" : $" {point.Unit}";
        return point switch
        {
            { Count: 0 } => "none",
            { Count: { } count, Value: { } sum } => $"{Display.Number(count)} × ⌀ {Display.Number(sum / count)}{unit}{(point.Max is { } max ? $", max {Display.Number(max)}{unit}" : "")}",
            { Count: { } count } => Display.Number(count),
            { Value: { } value } => $"{Display.Number(value)}{unit}",
            _ => "",
        };
    }

    private void Select(string? id)
    {
        _opened = id;
        Refresh();
    }

    private bool Matches(MetricPoint point)
        => (string.IsNullOrEmpty(Service) || point.Source.Service == Service)
            && (string.IsNullOrWhiteSpace(Text) || point.Name.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase) || point.Attributes.Contains(Text.Trim()));

    private async Task ApplyAsync(string? text, string? service)
    {
        // Controls also tell of what they were set to from here.
        var query = PageAddress.Query(("q", text), ("service", service));
        if (query != PageAddress.Query(("q", Text), ("service", Service)))
        {
            (Text, Service) = (text, service);
            Refresh();
            await PageAddress.ReplaceQueryAsync(Script, "/metrics", query);
        }
    }
}
