namespace ITFrame.Tests.Gateway;

/// <summary>A request as it reached an upstream.</summary>
internal sealed record UpstreamRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
