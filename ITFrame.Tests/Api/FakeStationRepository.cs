using System.Collections.Concurrent;
using ITFrame.Api.Access;
using ITFrame.Api.Cast.Configuration;
using ITFrame.Api.Data;
using ITFrame.Api.Http;
using MongoDB.Driver;

namespace ITFrame.Tests.Api;

/// <summary>Two members: the near one may lack what the latest has.</summary>
internal sealed class FakeStationRepository : IStationRepository
{
    private readonly ConcurrentDictionary<string, StationDocument> _near = new();
    private readonly ConcurrentDictionary<string, StationDocument> _latest = new();

    public Exception? Failure { get; set; }

    public void Add(string username, string key, bool nearToo = true)
    {
        var station = new StationDocument
        {
            Username = username,
            Hostname = "https://cast.example",
            Streams = [new StationStreamDocument { Stream = "64kbps" }, new StationStreamDocument { Stream = "128kbps", Primary = true }],
            Internal = new StationInternals { Statistics = new StationKey { KeyHash = SecretHash.Of(key).ToHex() } },
        };
        _latest[username] = station;
        if (nearToo)
        {
            _near[username] = station;
        }
    }

    public Task<StationDocument?> FindAsync(string username, CancellationToken cancellationToken)
        => Find(_near, username);

    public Task<StationDocument?> FindLatestAsync(string username, CancellationToken cancellationToken)
        => Find(_latest, username);

    public Task<bool> HasDomainAsync(string domain, CancellationToken cancellationToken)
        => Task.FromResult(_latest.Values.Any(station => station.Hostname == $"https://{domain}"));

    public Task<IReadOnlyDictionary<string, string>> FindStreamUrlsAsync(IEnumerable<string> usernames, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<int, long>> CountByPortAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> AddAsync(StationDocument station, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SaveResult> ChangeAsync(string username, UpdateDefinition<StationDocument> update, IfMatch condition, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    private Task<StationDocument?> Find(ConcurrentDictionary<string, StationDocument> stations, string username)
        => Failure is null ? Task.FromResult(stations.GetValueOrDefault(username)) : Task.FromException<StationDocument?>(Failure);
}
