namespace ITFrame.Api.Control.Cast;

/// <summary>Something is switched on or off.</summary>
internal sealed record SwitchRequest(bool? IsEnabled);
