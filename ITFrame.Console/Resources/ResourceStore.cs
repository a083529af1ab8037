using System.Collections.Concurrent;
using ITFrame.Console.LabControl;
using ITFrame.Console.Telemetry;

namespace ITFrame.Console.Resources;

/// <summary>The lab's resources as last heard of, and whether they are still being heard of.</summary>
internal sealed class ResourceStore(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, LabResource> _resources = new(StringComparer.Ordinal);
    private volatile string? _problem;

    public ChangeSignal Signal { get; } = new(time, TimeSpan.FromMilliseconds(200));

    /// <summary>Why the resources may be out of date; null while they are not.</summary>
    public string? Problem => _problem;

    public IReadOnlyList<LabResource> List() => _resources.Values.OrderBy(resource => resource, ResourceOrder.Instance).ToArray();

    public void Replace(IEnumerable<LabResource> resources)
    {
        var present = resources.ToDictionary(resource => resource.Name, StringComparer.Ordinal);
        foreach (var name in _resources.Keys.Where(name => !present.ContainsKey(name)))
        {
            _resources.TryRemove(name, out _);
        }

        foreach (var (name, resource) in present)
        {
            _resources[name] = resource;
        }

        _problem = null;
        Signal.Raise();
    }

    public void Set(LabResource resource)
    {
        _resources[resource.Name] = resource;
        Signal.Raise();
    }

    public void SetProblem(string problem)
    {
        _problem = problem;
        Signal.Raise();
    }

    public void Dispose() => Signal.Dispose();
}
