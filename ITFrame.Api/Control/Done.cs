namespace ITFrame.Api.Control;

/// <summary>The empty object that Control's clients read as success.</summary>
internal sealed record Done;
