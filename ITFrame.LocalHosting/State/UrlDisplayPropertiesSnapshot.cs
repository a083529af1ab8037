namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a URL is shown; the highest sort order comes first.</summary>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);
