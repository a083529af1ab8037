using ITFrame.Console.LabControl;

namespace ITFrame.Console.Events;

/// <summary>Makes events of what becomes of the lab's sites and processes.</summary>
internal sealed class ResourceEvents(EventStore events, TimeProvider time)
{
    /// <summary>A site sinks piece by piece: what of it fell this long before it was called sunk is part of that.</summary>
    private static readonly TimeSpan SinkTime = TimeSpan.FromSeconds(10);

    /// <summary>The links of a site are asked for now and then, and may be heard of later than that it was raised.</summary>
    private static readonly TimeSpan RaiseTime = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, LabResource> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sunk = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _raised = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Whether what becomes of a link of the site is a part of the site's sinking, or a recovery a part of its raising.</summary>
    public bool Explains(string site, EventKind kind)
    {
        lock (_gate)
        {
            return _sunk.Contains(site) || (kind == EventKind.Recovery && _raised.TryGetValue(site, out var at) && time.GetUtcNow() - at <= RaiseTime);
        }
    }

    public void Observe(LabResource resource)
    {
        lock (_gate)
        {
            var former = _known.GetValueOrDefault(resource.Name);
            _known[resource.Name] = resource;
            if (resource.Kind == "site")
            {
                ObserveSite(former, resource);
            }
            else if (resource.Kind != "replica-set")
            {
                ObserveProcess(former, resource);
            }
        }
    }

    private void ObserveSite(LabResource? former, LabResource site)
    {
        var name = site.Site ?? site.Name;
        var now = time.GetUtcNow();
        if (site.State == "Sunk" && _sunk.Add(name))
        {
            events.Remove(now - SinkTime, item => item.Kind == EventKind.Fault && item.Sites.Contains(name));
            events.Add($"sink/{name}", EventKind.Fault, now, _ => $"{name} sunk", [name]);
        }
        else if (site.State == "Running" && _sunk.Remove(name) && former is not null)
        {
            _raised[name] = now;
            events.Add($"raise/{name}", EventKind.Recovery, now, _ => $"{name} raised", [name]);
        }
    }

    private void ObserveProcess(LabResource? former, LabResource process)
    {
        var isUp = process.State == "Running";
        if (isUp && process.Health is null or "Healthy" && _broken.Remove(process.Name))
        {
            events.Add($"back/{process.Site}", EventKind.Recovery, time.GetUtcNow(), count => count == 1 ? $"{process.Name} healthy again" : $"{process.Site}: {count} processes healthy again", SitesOf(process));
        }
        else if (former?.State == "Running" && Describe(former, process) is { } what && _broken.Add(process.Name) && !_sunk.Contains(process.Site ?? ""))
        {
            events.Add($"broken/{process.Site}", EventKind.Fault, time.GetUtcNow(), count => count == 1 ? $"{process.Name} {what}" : $"{process.Site}: {count} processes down", SitesOf(process));
        }
    }

    private static IReadOnlyList<string> SitesOf(LabResource process) => process.Site is { } site ? [site] : [];

    private static string? Describe(LabResource former, LabResource process) => process.State switch
    {
        "Exited" or "Finished" or "FailedToStart" or "RuntimeUnhealthy" => process.ExitCode is { } code and not 0 ? $"died (exit {code})" : "died",
        "Frozen" => "frozen",
        "Stopping" => "stopped",
        // One that has only just been started is not healthy yet.
        "Running" when process.Health == "Unhealthy" && former.Health == "Healthy" => "unhealthy",
        _ => null,
    };
}
