namespace ITFrame.Api.Cast.Configuration;

internal sealed record CastKey(string? Key);
