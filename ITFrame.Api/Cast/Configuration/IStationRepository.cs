using ITFrame.Api.Data;
using ITFrame.Api.Http;
using MongoDB.Driver;

namespace ITFrame.Api.Cast.Configuration;

internal interface IStationRepository
{
    /// <summary>From the nearest member: may be a little old, goes on without a primary.</summary>
    Task<StationDocument?> FindAsync(string username, CancellationToken cancellationToken);

    /// <summary>From the primary where there is one: for a station or key that may have been made a moment ago.</summary>
    Task<StationDocument?> FindLatestAsync(string username, CancellationToken cancellationToken);

    /// <summary>Whether a station listens on the domain.</summary>
    Task<bool> HasDomainAsync(string domain, CancellationToken cancellationToken);

    /// <summary>The stream addresses of those of the stations that have one, by station.</summary>
    Task<IReadOnlyDictionary<string, string>> FindStreamUrlsAsync(IEnumerable<string> usernames, CancellationToken cancellationToken);

    /// <summary>How many stations each SHOUTcast port has.</summary>
    Task<IReadOnlyDictionary<int, long>> CountByPortAsync(CancellationToken cancellationToken);

    /// <summary>Adds a station; false where there is one of this name.</summary>
    Task<bool> AddAsync(StationDocument station, CancellationToken cancellationToken);

    /// <summary>Changes parts of a station's configuration.</summary>
    Task<SaveResult> ChangeAsync(string username, UpdateDefinition<StationDocument> update, IfMatch condition, CancellationToken cancellationToken);
}
