using System.Collections.Concurrent;

namespace ITFrame.Drills.Traffic;

/// <summary>Listeners' sessions that have been created and not been closed yet.</summary>
internal sealed class OpenSessions
{
    private readonly ConcurrentQueue<string> _ids = new();

    public void Add(string id) => _ids.Enqueue(id);

    /// <summary>The one that has been open for the longest; null while there is none.</summary>
    public string? Take() => _ids.TryDequeue(out var id) ? id : null;
}
