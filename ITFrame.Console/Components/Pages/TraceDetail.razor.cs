using ITFrame.Console.Traces;
using Microsoft.AspNetCore.Components;

namespace ITFrame.Console.Components.Pages;

/// <summary>One trace as a waterfall; it grows while spans still arrive.</summary>
public sealed partial class TraceDetail
{
    private TraceSnapshot? _trace;
    private IReadOnlyList<SpanRow> _rows = [];
    private IReadOnlyList<string> _sites = [];
    private SpanRecord? _selected;

    [Parameter]
    public string TraceId { get; set; } = "";

    protected override void OnInitialized() => Follow(Store.Signal);

    protected override void OnParametersSet()
    {
        _selected = null;
        _trace = null;
        Refresh();
    }

    protected override void Refresh()
    {
        // Once it was seen it stays, also when the store lets go of it.
        if (Store.Find(TraceId) is not { } trace || ReferenceEquals(trace, _trace) || trace.Spans.Count < _trace?.Spans.Count)
        {
            return;
        }

        _trace = trace;
        _rows = TraceTree.Build(trace);
        _sites = trace.Services.Select(service => service.Site).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
    }

    private void Select(SpanRecord? span) => _selected = span?.SpanId == _selected?.SpanId ? null : span;
}
