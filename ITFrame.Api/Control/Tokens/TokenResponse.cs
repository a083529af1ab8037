namespace ITFrame.Api.Control.Tokens;

/// <summary>What later requests carry as <c>Authorization: Bearer</c>.</summary>
internal sealed record TokenResponse(string Token);
