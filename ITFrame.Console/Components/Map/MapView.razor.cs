using System.Globalization;
using ITFrame.Console.LabControl;
using ITFrame.Console.Map;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ITFrame.Console.Components.Map;

/// <summary>The lab as a picture. Everything that takes commands is a button.</summary>
public sealed partial class MapView
{
    /// <summary>Above this a round trip is not what distance explains.</summary>
    private const double SlowMilliseconds = 100;

    private Point? _crown;

    [Parameter, EditorRequired]
    public LabMap Map { get; set; } = default!;

    [Parameter, EditorRequired]
    public MapLayout Layout { get; set; } = default!;

    [Parameter]
    public bool IsTall { get; set; }

    [Parameter]
    public MapTarget? Selected { get; set; }

    [Parameter]
    public EventCallback<MapTarget> OnSelect { get; set; }

    private MapNode? Primary => Map.Nodes.FirstOrDefault(node => node.IsPrimary);

    protected override void OnParametersSet()
    {
        // Without a primary the crown stays where it was last seen, and is grey.
        if (Primary is { } primary && Layout.Nodes.TryGetValue(primary.Name, out var box))
        {
            _crown = new Point(box.Right - 34, box.Y - 9);
        }
    }

    private static bool IsSlow(LabLink link) => link.LossPercent > 0 || link.RoundTripMilliseconds >= SlowMilliseconds;

    private static string LabelOf(LabLink link)
        => link.IsCut ? "✕ cut"
            : link.LossPercent > 0 ? string.Create(CultureInfo.InvariantCulture, $"{link.RoundTripMilliseconds:0.#} ms, {link.LossPercent:0.#} % lost")
            : string.Create(CultureInfo.InvariantCulture, $"{link.RoundTripMilliseconds:0.#} ms");

    private static string Describe(MapSite site) => $"Site {site.Name}, {(site.IsSunk ? "sunk" : "up")}, {site.Nodes.Count} processes";

    private static string PathOf(LinkRoute route)
        => "M" + string.Join('L', route.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X} {point.Y}")));

    /// <summary>How dense the requests on an edge look: a step for each tenfold.</summary>
    private static int Pace(double rate) => rate switch
    {
        < 1 => 0,
        < 10 => 1,
        < 100 => 2,
        < 1000 => 3,
        _ => 4,
    };

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private string Is(MapTarget target) => target == Selected ? "true" : "false";

    private Task OnKeyAsync(KeyboardEventArgs key, MapTarget target) => key.Key is "Enter" or " " ? OnSelect.InvokeAsync(target) : Task.CompletedTask;
}
