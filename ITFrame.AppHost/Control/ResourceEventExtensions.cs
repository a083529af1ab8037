using System.Globalization;
using ITFrame.AppHost.Faults;

namespace ITFrame.AppHost.Control;

internal static class ResourceEventExtensions
{
    /// <summary>The process behind a resource; null where none runs. Snapshots keep the id of a process that has ended.</summary>
    public static int? ProcessId(this ResourceEvent entry)
        => entry.Snapshot.State?.Text is { } state && (state == KnownResourceStates.Running || state == ProcessFaults.Frozen || state == KnownResourceStates.Starting || state == KnownResourceStates.Stopping)
            && entry.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } value
            && int.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;
}
