using System.Globalization;
using ITFrame.Console.Components.Shared;
using ITFrame.Console.LabControl;
using ITFrame.Console.Map;

namespace ITFrame.Console.Components.Map;

/// <summary>The menu of one element of the map: facts, commands, and where more is to be read.</summary>
internal sealed record MapMenu(
    string Title,
    string Position,
    IReadOnlyList<(string Name, string Value)> Facts,
    IReadOnlyList<ElementAction> Actions,
    IReadOnlyList<(string Text, string Address)> Links,
    Func<string, CancellationToken, Task> ActAsync)
{
    private const double SlowMilliseconds = 200;
    private const double LossPercent = 5;

    private static readonly HashSet<string> Harmful = ["kill", "freeze", "sink", "cut", "slow", "lossy", "stop", "resource-stop"];

    /// <summary>Null for an element that is no longer there.</summary>
    public static MapMenu? Of(MapTarget target, LabMap map, MapLayout layout, LabControlClient control)
    {
        var site = map.Sites.FirstOrDefault(site => MapTarget.Of(site) == target);
        if (site?.Resource is { } resource)
        {
            var box = layout.Sites[site.Name];
            return OfResource(resource, At(layout, new Point(box.Center.X, box.Y + 34)), [("Processes", $"{site.Nodes.Count}")], [], control);
        }

        if (map.Nodes.FirstOrDefault(node => MapTarget.Of(node) == target) is { } node)
        {
            var box = layout.Nodes[node.Name];
            return OfResource(node.Resource, At(layout, new Point(box.Center.X, box.Bottom + 4)), FactsOf(node), LinksOf(node), control);
        }

        return map.Links.FirstOrDefault(link => MapTarget.Of(link) == target) is { } found && layout.Link(found.A, found.B) is { } route
            ? OfLink(found, At(layout, new Point(route.Label.X, route.Label.Y + 14)), control)
            : null;
    }

    private static MapMenu OfResource(
        LabResource resource, string position, IReadOnlyList<(string, string)> facts, IReadOnlyList<(string, string)> links, LabControlClient control) => new(
        resource.Name,
        position,
        facts,
        [.. (resource.Commands ?? []).Where(command => !command.IsHidden).Select(command => new ElementAction(
            command.Name,
            command.Label,
            command.Description,
            command.Confirmation ?? (Harmful.Contains(command.Name) ? $"{command.Label} {resource.Name}?" : null),
            command.IsDisabled,
            Harmful.Contains(command.Name)))],
        links,
        (name, token) => control.ExecuteAsync(resource.Name, name, token));

    private static MapMenu OfLink(LabLink link, string position, LabControlClient control)
    {
        var name = $"{link.A}–{link.B}";
        return new MapMenu(
            name,
            position,
            [
                ("State", link.State),
                ("Round trip", string.Create(CultureInfo.InvariantCulture, $"{link.RoundTripMilliseconds:0.#} ms ± {link.JitterMilliseconds:0.#}")),
                ("Loss", string.Create(CultureInfo.InvariantCulture, $"{link.LossPercent:0.#} %")),
                ("Connections", link.Connections.ToString(CultureInfo.InvariantCulture)),
            ],
            [
                new ElementAction("cut", "Cut", "Bytes vanish and connections hang, as with a cut fibre.", $"Cut the link {name}?", link.IsCut, IsHarmful: true),
                new ElementAction("slow", "Slow down", $"Round trips take {SlowMilliseconds} ms.", $"Slow the link {name} down to {SlowMilliseconds} ms?", link.RoundTripMilliseconds >= SlowMilliseconds, IsHarmful: true),
                new ElementAction("lossy", "Lose packets", $"{LossPercent} % of packets are lost, which shows as stalls.", $"Lose {LossPercent} % of the packets on {name}?", link.LossPercent > 0, IsHarmful: true),
                new ElementAction("restore", "Restore", "As the lab is configured.", null, IsDisabled: false, IsHarmful: false),
            ],
            [],
            (action, token) => action switch
            {
                "cut" => control.ChangeLinkAsync(link, new LinkChange(State: "cut"), token),
                "slow" => control.ChangeLinkAsync(link, new LinkChange(RoundTripMilliseconds: SlowMilliseconds), token),
                "lossy" => control.ChangeLinkAsync(link, new LinkChange(LossPercent: LossPercent), token),
                _ => control.RestoreLinkAsync(link, token),
            });
    }

    private static List<(string, string)> FactsOf(MapNode node)
    {
        List<(string, string)> facts = [("State", node.StateText)];
        if (node.Resource.Pid is { } pid && node.State is NodeState.Good or NodeState.Frozen)
        {
            facts.Add(("Process", pid.ToString(CultureInfo.InvariantCulture)));
        }

        if (node.Rate > 0)
        {
            facts.Add(("Requests", $"{Display.Rate(node.Rate)}, {Display.Duration(node.Latency)}"));
        }

        if (node.Load is { } load)
        {
            facts.Add(("Processor", $"{Display.Share(load)} of a core"));
        }

        if (node.Member?.LagSeconds is { } lag && !node.IsPrimary)
        {
            facts.Add(("Behind the primary", string.Create(CultureInfo.InvariantCulture, $"{lag:0} s")));
        }

        return facts;
    }

    private static (string, string)[] LinksOf(MapNode node)
    {
        var name = Uri.EscapeDataString(node.Name);
        (string, string) log = ("Console log", $"/resources?log={name}");
        return node.Kind == NodeKind.Member
            ? [log]
            : [log, ("Traces", $"/traces?service={name}"), ("Logs", $"/logs?service={name}"), ("Metrics", $"/metrics?service={name}")];
    }

    // In percent of the picture, which is scaled; kept within it by the style sheet.
    private static string At(MapLayout layout, Point point)
        => string.Create(CultureInfo.InvariantCulture, $"--x:{point.X / layout.Width * 100:0.##}%;--y:{point.Y / layout.Height * 100:0.##}%");
}
