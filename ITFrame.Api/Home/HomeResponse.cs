namespace ITFrame.Api.Home;

/// <summary>Who answers.</summary>
internal sealed record HomeResponse(string Name, string Version, string? Site);
