namespace ITFrame.AppHost.Telemetry;

/// <summary>The console's process, the address that opens its page, and the one that takes telemetry.</summary>
internal sealed record LabConsole(IResourceBuilder<ProjectResource> Resource, Uri LoginUrl, string OtlpUrl);
