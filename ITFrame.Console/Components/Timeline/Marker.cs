using ITFrame.Console.Events;

namespace ITFrame.Console.Components.Timeline;

/// <summary>An event on the chart, with as much of its title as has room beside it.</summary>
internal sealed record Marker(LabEvent Event, double X, double Width, string? Text)
{
    private const double CharacterWidth = 6.1;
    private const double ShapeWidth = 14;

    /// <summary>Fewest characters that are worth showing.</summary>
    private const int MinCharacters = 8;

    /// <summary>Places the events of one lane, which are in order of their start.</summary>
    public static IReadOnlyList<Marker> Place(IReadOnlyList<LabEvent> events, TimeAxis axis)
    {
        var markers = new List<Marker>();
        foreach (var (i, item) in events.Index())
        {
            // An event may be younger than the chart, which is drawn once a second.
            var x = Math.Clamp(axis.At(item.Start), axis.Left, axis.Right);
            var end = Math.Clamp(axis.At(item.End), x, axis.Right);
            var next = i + 1 < events.Count ? axis.At(events[i + 1].Start) : axis.Right;
            var room = (int)((next - end - ShapeWidth - 6) / CharacterWidth);
            markers.Add(new Marker(item, x, end - x, room >= Math.Min(MinCharacters, item.Title.Length) ? Cut(item.Title, room) : null));
        }

        return markers;
    }

    private static string Cut(string text, int room) => text.Length <= room ? text : $"{text[..(room - 1)]}…";
}
