using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>A direct connection to one member, as <c>mongosh</c> makes it with <c>directConnection=true</c>.</summary>
internal sealed class MemberConnection(ReplicaSetMember member)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IMongoDatabase _admin = new MongoClient(new MongoClientSettings
    {
        Server = new MongoServerAddress("127.0.0.1", member.LoopbackPort),
        DirectConnection = true,
        ServerSelectionTimeout = Patience,
        ConnectTimeout = Patience,
        SocketTimeout = TimeSpan.FromSeconds(10),
    }).GetDatabase("admin");

    /// <exception cref="MongoException">The member refuses.</exception>
    /// <exception cref="TimeoutException">The member does not answer.</exception>
    public Task<BsonDocument> RunAsync(BsonDocument command, CancellationToken cancellationToken)
        // A member that is not yet in a set is no primary; the command goes to it all the same.
        => _admin.RunCommandAsync<BsonDocument>(command, ReadPreference.Nearest, cancellationToken);
}
