namespace ITFrame.Api.Cast;

internal interface IStationRepository
{
    /// <summary>From the nearest member: may be a little old, goes on without a primary.</summary>
    Task<StationDocument?> FindAsync(string username, CancellationToken cancellationToken);

    /// <summary>From the primary where there is one: for a station or key that may have been made a moment ago.</summary>
    Task<StationDocument?> FindLatestAsync(string username, CancellationToken cancellationToken);
}
