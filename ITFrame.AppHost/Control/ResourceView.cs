using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Control;

/// <summary>A resource as the lab control API shows it.</summary>
internal sealed record ResourceView(
    string Name,
    string Type,
    string Kind,
    string? Site,
    string? State,
    string? Health,
    int? Pid,
    DateTime? StartedAt,
    int? ExitCode,
    IReadOnlyList<ResourceView.ResourceUrl> Urls,
    IReadOnlyList<ResourceView.Command> Commands)
{
    public static ResourceView From(ResourceEvent entry) => new(
        entry.Resource.Name,
        entry.Snapshot.ResourceType,
        entry.Resource.Annotations.OfType<KindAnnotation>().LastOrDefault()?.Kind ?? "other",
        entry.Resource.Annotations.OfType<SiteAnnotation>().LastOrDefault()?.Site,
        entry.Snapshot.State?.Text,
        entry.Snapshot.HealthStatus?.ToString(),
        entry.ProcessId(),
        entry.Snapshot.StartTimeStamp,
        entry.Snapshot.ExitCode,
        [.. entry.Snapshot.Urls.Where(url => !url.IsInactive).Select(url => new ResourceUrl(url.Name, url.Url))],
        [.. entry.Snapshot.Commands.Select(Command.From)]);

    /// <summary>An address of the resource.</summary>
    internal sealed record ResourceUrl(string? Name, string Url);

    /// <summary>A command that the resource takes; <c>State</c> is enabled, disabled or hidden.</summary>
    internal sealed record Command(string Name, string DisplayName, string? Description, string? Confirmation, string State)
    {
        public static Command From(ResourceCommandSnapshot snapshot) => new(
            snapshot.Name,
            snapshot.DisplayName,
            snapshot.DisplayDescription,
            snapshot.ConfirmationMessage,
            snapshot.State.ToString().ToLowerInvariant());
    }
}
