namespace ITFrame.Api.Control.Cast;

/// <summary>Which builds the station gets: <c>stable</c> or <c>beta</c>.</summary>
internal sealed record BranchRequest(string? Branch);
