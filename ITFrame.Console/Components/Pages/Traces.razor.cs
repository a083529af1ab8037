using ITFrame.Console.Telemetry;
using ITFrame.Console.Traces;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace ITFrame.Console.Components.Pages;

/// <summary>The list of traces. The filters are in the address, so that a filtered list can be linked and gone back to.</summary>
public sealed partial class Traces
{
    private const int MaxShown = 200;

    private IReadOnlyList<TraceSnapshot> _shown = [];
    private IReadOnlyList<string> _services = [];
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

    [Inject]
    private IOptions<RetentionOptions> Limits { get; set; } = default!;

    private TraceFilter Filter => new(Text, Service, Errors == true, Failovers == true);

    protected override void OnInitialized() => Follow(Store.Signal);

    protected override void OnParametersSet() => Refresh();

    protected override void Refresh()
    {
        var all = Store.List();
        var filter = Filter;
        var matching = filter.IsEmpty ? all : Array.FindAll(all, filter.Matches);
        _total = all.Length;
        _matching = matching.Length;
        _shown = matching.Length > MaxShown ? matching[..MaxShown] : matching;
        _services = all.SelectMany(trace => trace.Services).Select(service => service.Name).Append(Service)
            .OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    private void Apply(TraceFilter filter)
        => Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
            {
                ["q"] = string.IsNullOrEmpty(filter.Text) ? null : filter.Text,
                ["service"] = string.IsNullOrEmpty(filter.Service) ? null : filter.Service,
                ["errors"] = filter.ErrorsOnly ? "true" : null,
                ["failovers"] = filter.FailoversOnly ? "true" : null,
            }),
            replace: true);
}
