using System.Globalization;
using ITFrame.Console.Components.Shared;
using ITFrame.Console.Events;
using ITFrame.Console.Traces;
using Microsoft.AspNetCore.Components;

namespace ITFrame.Console.Components.Pages;

/// <summary>What happened beside what clients saw of it, and the traces of each event.</summary>
public sealed partial class Timeline
{
    private const int MaxShown = 200;

    private static readonly int[] Choices = [1, 2, 5, 10, 30];

    private LabEvent[] _events = [];
    private LabEvent? _selected;
    private IReadOnlyList<TraceSnapshot> _traces = [];
    private bool _isNarrow;
    private PageWidth? _width;

    [SupplyParameterFromQuery(Name = "event")]
    private long? Event { get; set; }

    [SupplyParameterFromQuery(Name = "minutes")]
    private int? Minutes { get; set; }

    private int Shown => Minutes is { } minutes && Choices.Contains(minutes) ? minutes : 5;

    protected override void OnInitialized() => Follow(Events.Signal);

    protected override void OnParametersSet() => Refresh();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _width = await PageWidth.WatchAsync(Script, narrow => InvokeAsync(() => SetNarrow(narrow)));
        }
    }

    protected override void Refresh()
    {
        _events = [.. Events.List().OrderByDescending(item => item.Start).ThenByDescending(item => item.Id)];
        _selected = Array.Find(_events, item => item.Id == Event);
        _traces = _selected is null ? [] : EventTraces.Of(_selected, Traces);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _width?.Dispose();
        }
    }

    private static string AllTraces(LabEvent item)
    {
        var (from, to) = EventTraces.TimeOf(item);
        return string.Create(CultureInfo.InvariantCulture, $"/traces?from={from.ToUnixTimeMilliseconds()}&to={to.ToUnixTimeMilliseconds()}");
    }

    private void SetNarrow(bool narrow)
    {
        if (_isNarrow != narrow)
        {
            _isNarrow = narrow;
            StateHasChanged();
        }
    }

    private void Go(int minutes) => Go(Event, minutes);

    private void Go(long? eventId, int? minutes = null)
        => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["event"] = eventId, ["minutes"] = minutes ?? Minutes }), replace: true);
}
