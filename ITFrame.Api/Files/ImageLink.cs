namespace ITFrame.Api.Files;

/// <summary>Where an uploaded picture is.</summary>
internal sealed record ImageLink(string Link, string Name);
