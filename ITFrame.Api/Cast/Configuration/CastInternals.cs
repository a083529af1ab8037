namespace ITFrame.Api.Cast.Configuration;

/// <summary>The keys with which the station's Cast and DJ come to the hub.</summary>
internal sealed record CastInternals(CastKey Dj, CastKey Statistics);
