namespace ITFrame.Api.Cast.Configuration;

/// <summary>What services use among themselves.</summary>
internal sealed record StationInternals
{
    public StationKey? Statistics { get; init; }

    public StationKey? Dj { get; init; }
}
