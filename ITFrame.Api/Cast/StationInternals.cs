namespace ITFrame.Api.Cast;

/// <summary>What services use among themselves; never part of a response.</summary>
internal sealed record StationInternals
{
    public StatisticsAccess? Statistics { get; init; }
}
