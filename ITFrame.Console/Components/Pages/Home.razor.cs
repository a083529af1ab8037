using ITFrame.Console.Components.Map;
using ITFrame.Console.Components.Resources;
using ITFrame.Console.Components.Shared;
using ITFrame.Console.Map;
using ITFrame.Console.Metrics;
using ITFrame.Console.Traffic;
using Microsoft.AspNetCore.Components;
using Microsoft.FluentUI.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ITFrame.Console.Components.Pages;

/// <summary>The lab as a live map, with what can be done to each part of it, above what happened of late.</summary>
public sealed partial class Home
{
    private LabMap _map = new([], [], [], null);
    private MapLayout _layout = WideLayout.Of([]);
    private string _layoutOf = "";
    private bool _isNarrow;
    private MapTarget? _selected;
    private CommandRunner _runner = default!;
    private PageWidth? _width;

    [Inject]
    private TrafficStore Traffic { get; set; } = default!;

    [Inject]
    private MetricStore Metrics { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private string Summary
    {
        get
        {
            var nodes = _map.Nodes.ToList();
            if (nodes.Count == 0)
            {
                return "";
            }

            var good = nodes.Count(node => node.State == NodeState.Good);
            var primary = nodes.FirstOrDefault(node => node.IsPrimary);
            return $"{good} of {nodes.Count} healthy, {(primary is null ? "no primary" : $"primary in {primary.Resource.Site}")}, {(_map.Rate > 0 ? Display.Rate(_map.Rate) : "no requests")}";
        }
    }

    protected override void OnInitialized()
    {
        _runner = new CommandRunner(Dialogs, StateHasChanged);
        Follow(Resources.Signal);
        Follow(Network.Signal);
        FollowTime(Clock);
        Refresh();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _width = await PageWidth.WatchAsync(Script, narrow => InvokeAsync(() => SetNarrow(narrow)));
        }
    }

    protected override void Refresh()
    {
        _map = LabMap.Of(Resources.List(), Network.Current, Traffic.Edges(), ProcessLoad.Of(Metrics, Clock.GetUtcNow()));
        // Only what there is decides where it stands.
        var layoutOf = $"{_isNarrow}/{string.Join(',', _map.Nodes.Select(node => node.Name))}";
        if (layoutOf != _layoutOf)
        {
            _layout = _isNarrow ? TallLayout.Of(_map.Sites) : WideLayout.Of(_map.Sites);
            _layoutOf = layoutOf;
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _runner.Dispose();
            _width?.Dispose();
        }
    }

    private void SetNarrow(bool narrow)
    {
        if (_isNarrow != narrow)
        {
            _isNarrow = narrow;
            Refresh();
            StateHasChanged();
        }
    }

    private void Select(MapTarget target)
    {
        _selected = target == _selected ? null : target;
        _runner.Forget();
    }

    private async Task CloseAsync()
    {
        if (_selected is { } closed)
        {
            _selected = null;
            StateHasChanged();
            // Whoever came by keyboard goes on where the menu was opened.
            await (_width?.FocusAsync(closed.Key) ?? ValueTask.CompletedTask);
        }
    }

    private MapMenu? Menu() => MapMenu.Of(_selected!, _map, _layout, Control);

    private async Task ActAsync(MapMenu menu, ElementAction action)
    {
        await CloseAsync();
        await _runner.RunAsync(menu.Title, action.Label, action.Question, token => menu.ActAsync(action.Name, token));
    }
}
