using System.Collections.Concurrent;
using ITFrame.AppHost.Control;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>Who is what in the replica set, asked of each member itself: during an election no one member knows of all others.</summary>
internal sealed class ReplicaSetBoard(ReplicaSetResource set, TimeProvider time) : EarlyService
{
    private const int NotYetInitialized = 94;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>A frozen member takes connections and never answers; the drivers give up on it later than a reader should see it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // https://www.mongodb.com/docs/manual/reference/replica-states/
    private static readonly Dictionary<int, string> Roles = new()
    {
        [0] = "startup",
        [1] = MemberReport.Primary,
        [2] = "secondary",
        [3] = "recovering",
        [5] = "startup",
        [7] = "arbiter",
        [9] = "rollback",
        [10] = "removed",
    };

    private readonly ConcurrentDictionary<string, MemberReport> _reports = new(StringComparer.Ordinal);

    public string SetName => set.SetName;

    public IReadOnlyList<(ReplicaSetMember Member, MemberReport Report)> All
        => [.. set.Members.Select(member => (member, _reports.GetValueOrDefault(member.Name, MemberReport.NoAnswer)))];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(set.Members.Select(member => FollowAsync(member, stoppingToken)));

    private async Task FollowAsync(ReplicaSetMember member, CancellationToken stoppingToken)
    {
        var connection = new MemberConnection(member);
        while (!stoppingToken.IsCancellationRequested)
        {
            _reports[member.Name] = await AskAsync(connection, stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<MemberReport> AskAsync(MemberConnection connection, CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            return Read(await connection.RunAsync(new BsonDocument("replSetGetStatus", 1), both.Token));
        }
        catch (MongoCommandException exception) when (exception.Code == NotYetInitialized)
        {
            return new MemberReport(Roles[0], null, null);
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException or OperationCanceledException)
        {
            return MemberReport.NoAnswer;
        }
    }

    private static MemberReport Read(BsonDocument status)
    {
        var self = status["members"].AsBsonArray.Select(member => member.AsBsonDocument).FirstOrDefault(member => member.GetValue("self", false).ToBoolean());
        return new MemberReport(
            Roles.GetValueOrDefault(status["myState"].ToInt32(), "unknown"),
            status.GetValue("term", 0).ToInt64(),
            self is not null && self.TryGetValue("optimeDate", out var applied) && applied.IsValidDateTime ? applied.ToUniversalTime() : null);
    }
}
