namespace ITFrame.Api.Cast;

internal sealed record StatisticsAccess
{
    /// <summary>The SHA-256 of the key that the station's Cast presents, in lower-case hexadecimal.</summary>
    public string? KeyHash { get; init; }
}
