using System.Globalization;
using ITFrame.Console.Lab;
using ITFrame.Console.LabControl;

namespace ITFrame.Console.Events;

/// <summary>Makes events of what becomes of links and of the replica set.</summary>
internal sealed class NetworkEvents(EventStore events, ResourceEvents resources, TimeProvider time)
{
    private readonly Dictionary<string, LabLink> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LabLink> _first = new(StringComparer.Ordinal);
    private LabReplicaSet? _set;

    /// <summary>Called by one watcher alone.</summary>
    public void Observe(LabNetwork network)
    {
        foreach (var link in network.Links)
        {
            _first.TryAdd(link.Key, link);
            if (_links.GetValueOrDefault(link.Key) is { } former && Describe(former, link) is { } change && !resources.Explains(link.A, change.Kind) && !resources.Explains(link.B, change.Kind))
            {
                events.Add($"link/{link.Key}/{change.Text}", change.Kind, time.GetUtcNow(), _ => $"{link.A}–{link.B} {change.Text}", [link.A, link.B]);
            }

            _links[link.Key] = link;
        }

        if (network.ReplicaSet is { } set)
        {
            Observe(set);
            _set = set;
        }
    }

    private void Observe(LabReplicaSet set)
    {
        if (_set is null || _set.Primary == set.Primary)
        {
            return;
        }

        var site = set.Members.FirstOrDefault(member => member.Name == (set.Primary ?? _set.Primary))?.Site;
        var text = set.Primary is null ? "no primary" : $"{set.Primary} elected primary, term {set.Term?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}";
        events.Add($"primary/{text}", EventKind.Election, time.GetUtcNow(), _ => text, site is null ? [] : [site]);
    }

    private (EventKind Kind, string Text)? Describe(LabLink former, LabLink link)
        => former.IsCut != link.IsCut ? link.IsCut ? (EventKind.Fault, "cut") : (EventKind.Recovery, "restored")
            : former with { Connections = link.Connections } == link ? null
            : _first[link.Key] with { Connections = link.Connections } == link ? (EventKind.Recovery, "as it was")
            : (EventKind.Fault, string.Create(CultureInfo.InvariantCulture, $"at {link.RoundTripMilliseconds:0.#} ms{(link.LossPercent > 0 ? $", {link.LossPercent:0.#} % loss" : "")}"));
}
