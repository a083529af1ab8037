namespace ITFrame.Api.Control.Cast;

internal sealed record CustomDomainRequest(string? Domain);
