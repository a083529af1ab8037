using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>Makes one set of the members, once: <c>replSetInitiate</c>, on the member that is preferred as primary.</summary>
internal static class ReplicaSetInitiator
{
    // MongoDB's default of 10 s is made for networks that are worse than a link of 10 ms; see the manual on electionTimeoutMillis.
    private const int ElectionTimeoutMilliseconds = 2_000;
    private const int HeartbeatIntervalMilliseconds = 500;
    private const int AlreadyInitialized = 23;

    private static readonly TimeSpan ElectionPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ElectionPoll = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(ReplicaSetResource set, InitializeResourceEvent initialize, CancellationToken cancellationToken)
    {
        var notifications = initialize.Notifications;
        await Task.WhenAll(set.Members.Select(member => notifications.WaitForResourceHealthyAsync(member.Name, cancellationToken)));
        await notifications.PublishUpdateAsync(set, snapshot => snapshot with { State = KnownResourceStates.Starting });
        try
        {
            await InitiateAsync(set, initialize.Logger, cancellationToken);
            if (set.Password is { } password)
            {
                await AddHubUserAsync(set, await password.GetValueAsync(cancellationToken) ?? "", cancellationToken);
            }
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            initialize.Logger.LogError(exception, "Replica set {Set} cannot be initiated", set.SetName);
            await notifications.PublishUpdateAsync(set, snapshot => snapshot with { State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, "error") });
            return;
        }

        // Running, and healthy once the first election has a winner.
        await notifications.PublishUpdateAsync(set, snapshot => snapshot with { State = new ResourceStateSnapshot(KnownResourceStates.Running, "success"), StartTimeStamp = DateTime.UtcNow });
    }

    private static async Task InitiateAsync(ReplicaSetResource set, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await new MemberConnection(set.Members[0]).RunAsync(new BsonDocument("replSetInitiate", Configuration(set)), cancellationToken);
            logger.LogInformation("Replica set {Set} initiated with {Members}", set.SetName, string.Join(", ", set.Members.Select(member => member.Host)));
        }
        catch (MongoCommandException exception) when (exception.Code == AlreadyInitialized)
        {
            logger.LogInformation("Replica set {Set} has been initiated before", set.SetName);
        }
    }

    /// <summary>On whichever member the first election makes primary.</summary>
    private static async Task AddHubUserAsync(ReplicaSetResource set, string password, CancellationToken cancellationToken)
    {
        var members = set.Members.Where(member => !member.IsArbiter).Select(member => new MemberConnection(member)).ToList();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ElectionPatience);
        try
        {
            while (true)
            {
                foreach (var member in members)
                {
                    if (await member.IsPrimaryAsync(limit.Token) && await TryAddHubUserAsync(member, password, limit.Token))
                    {
                        return;
                    }
                }

                await Task.Delay(ElectionPoll, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The set has had no primary for {ElectionPatience.TotalSeconds:0} s.");
        }
    }

    private static async Task<bool> TryAddHubUserAsync(MemberConnection primary, string password, CancellationToken cancellationToken)
    {
        try
        {
            await HubUser.EnsureAsync(primary, password, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is MongoNotPrimaryException or MongoNodeIsRecoveringException)
        {
            // Preferred members take over from others right after the first election.
            return false;
        }
    }

    /// <summary>The set's configuration, as <c>replSetInitiate</c> takes it.</summary>
    public static BsonDocument Configuration(ReplicaSetResource set) => new()
    {
        { "_id", set.SetName },
        { "version", 1 },
        { "members", new BsonArray(set.Members.Select(Member)) },
        { "settings", new BsonDocument { { "electionTimeoutMillis", ElectionTimeoutMilliseconds }, { "heartbeatIntervalMillis", HeartbeatIntervalMilliseconds } } },
    };

    private static BsonDocument Member(ReplicaSetMember member, int index)
    {
        var document = new BsonDocument { { "_id", index }, { "host", member.Host }, { "priority", member.Priority } };
        // MongoDB refuses tags on an arbiter.
        return member.IsArbiter ? document.Add("arbiterOnly", true) : document.Add("tags", new BsonDocument("site", member.Site));
    }
}
