using ITFrame.AppHost.ReplicaSet;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.Faults;

/// <summary>Faults within members of the replica set: a disk that is full, a clock that is wrong. Only the embedded member takes them.</summary>
internal sealed class MemberFaults(ReplicaSetResource set)
{
    public ReplicaSetMember? Find(string name) => set.Members.FirstOrDefault(member => member.Name == name);

    /// <summary>Orders faults; what is null stays as it is.</summary>
    /// <param name="member">The member.</param>
    /// <param name="diskQuotaBytes">What may still be added to its data; negative for no limit.</param>
    /// <param name="clockSkewMilliseconds">How far its clock is ahead.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it cannot be; null when it is done.</returns>
    public async Task<string?> SetAsync(ReplicaSetMember member, long? diskQuotaBytes, long? clockSkewMilliseconds, CancellationToken cancellationToken)
    {
        if (!set.IsEmbedded)
        {
            return "mongod has no command for this; run the lab with --Lab:Mongo=embedded.";
        }

        var connection = new MemberConnection(member);
        try
        {
            await SetAsync(connection, "diskQuotaBytes", diskQuotaBytes, cancellationToken);
            await SetAsync(connection, "clockSkewMillis", clockSkewMilliseconds, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            return $"{member.Name}: {exception.Message}";
        }
    }

    private static Task SetAsync(MemberConnection connection, string parameter, long? value, CancellationToken cancellationToken)
        => value is { } number
            ? connection.RunAsync(new BsonDocument { { "setParameter", 1 }, { parameter, number } }, cancellationToken)
            : Task.CompletedTask;
}
