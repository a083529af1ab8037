using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Replication.Peers;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>Reads another member's data over one connection, and listens to what comes with the answers.</summary>
internal sealed class SyncConnection(PeerConnection connection, MemberConfig source, ReplicationCoordinator replication, TimeProvider time) : IDisposable
{
    public MemberConfig Source => source;

    /// <summary>The newest entry that the source had applied when it last answered.</summary>
    public OpTime SourceApplied { get; private set; } = OpTime.None;

    public static async Task<SyncConnection> OpenAsync(PeerPool peers, MemberConfig source, ReplicationCoordinator replication, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        new(await peers.ConnectAsync(source.Host, timeout, cancellationToken), source, replication, time);

    public async Task<BsonDocument> RunAsync(string database, BsonDocument command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        command["$replData"] = 1;
        command["$readPreference"] = new BsonDocument("mode", "secondaryPreferred");
        BsonDocument reply;
        try
        {
            reply = await connection.RunAsync(command, database, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"no answer within {timeout.TotalSeconds} s");
        }

        if (reply.GetValue("$replData", BsonNull.Value) is BsonDocument metadata)
        {
            SourceApplied = OpTime.FromBson(metadata["lastOpVisible"]);
            replication.Post(new MachineEvent.SyncSourceHeard(
                source.Id,
                metadata["term"].ToInt64(),
                OpTime.FromBson(metadata["lastOpCommitted"]),
                metadata["primaryId"].ToInt32(),
                TimeSpan.FromMilliseconds(Math.Clamp(metadata["primaryAgeMillis"].ToInt64(), 0, int.MaxValue))));
        }

        return reply;
    }

    /// <summary>All documents of a query, batch by batch.</summary>
    public async IAsyncEnumerable<BsonArray> FindAsync(
        string database, BsonDocument find, TimeSpan timeout, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reply = (await RunAsync(database, find, timeout, cancellationToken))["cursor"].AsBsonDocument;
        yield return reply["firstBatch"].AsBsonArray;
        var id = reply["id"].ToInt64();
        var collection = reply["ns"].AsString[(database.Length + 1)..];
        while (id != 0)
        {
            var more = new BsonDocument { { "getMore", id }, { "collection", collection } };
            reply = (await RunAsync(database, more, timeout, cancellationToken))["cursor"].AsBsonDocument;
            yield return reply["nextBatch"].AsBsonArray;
            id = reply["id"].ToInt64();
        }
    }

    public void Dispose() => connection.Dispose();
}
