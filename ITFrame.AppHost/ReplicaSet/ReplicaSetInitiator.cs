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

    public static async Task RunAsync(ReplicaSetResource set, InitializeResourceEvent initialize, CancellationToken cancellationToken)
    {
        var notifications = initialize.Notifications;
        await Task.WhenAll(set.Members.Select(member => notifications.WaitForResourceHealthyAsync(member.Name, cancellationToken)));
        await notifications.PublishUpdateAsync(set, snapshot => snapshot with { State = KnownResourceStates.Starting });
        try
        {
            await new MemberConnection(set.Members[0]).RunAsync(Command(set), cancellationToken);
            initialize.Logger.LogInformation("Replica set {Set} initiated with {Members}", set.SetName, string.Join(", ", set.Members.Select(member => member.Host)));
        }
        catch (MongoCommandException exception) when (exception.Code == AlreadyInitialized)
        {
            initialize.Logger.LogInformation("Replica set {Set} has been initiated before", set.SetName);
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

    private static BsonDocument Command(ReplicaSetResource set) => new("replSetInitiate", new BsonDocument
    {
        { "_id", set.SetName },
        { "version", 1 },
        { "members", new BsonArray(set.Members.Select(Member)) },
        { "settings", new BsonDocument { { "electionTimeoutMillis", ElectionTimeoutMilliseconds }, { "heartbeatIntervalMillis", HeartbeatIntervalMilliseconds } } },
    });

    private static BsonDocument Member(ReplicaSetMember member, int index)
    {
        var document = new BsonDocument { { "_id", index }, { "host", member.Host }, { "priority", member.Priority } };
        // MongoDB refuses tags on an arbiter.
        return member.IsArbiter ? document.Add("arbiterOnly", true) : document.Add("tags", new BsonDocument("site", member.Site));
    }
}
