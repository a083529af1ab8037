using ITFrame.ServiceDefaults.Tls;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>A direct connection to one member, as <c>mongosh</c> makes it with <c>directConnection=true</c>.</summary>
internal sealed class MemberConnection(ReplicaSetMember member)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lazy<IMongoDatabase> _admin = new(() => new MongoClient(Settings(member)).GetDatabase("admin"));

    /// <exception cref="MongoException">The member refuses.</exception>
    /// <exception cref="TimeoutException">The member does not answer.</exception>
    public Task<BsonDocument> RunAsync(BsonDocument command, CancellationToken cancellationToken)
        // A member that is not yet in a set is no primary; the command goes to it all the same.
        => _admin.Value.RunCommandAsync<BsonDocument>(command, ReadPreference.Nearest, cancellationToken);

    /// <summary>Whether the member says that it is the writable primary; false also where it does not answer.</summary>
    public async Task<bool> IsPrimaryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hello = await RunAsync(new BsonDocument("hello", 1), cancellationToken);
            return hello.GetValue("isWritablePrimary", false).ToBoolean();
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException)
        {
            // One member that does not answer says nothing of the others; its own check reports it.
            return false;
        }
    }

    private static MongoClientSettings Settings(ReplicaSetMember member)
    {
        var settings = new MongoClientSettings
        {
            Server = new MongoServerAddress("127.0.0.1", member.LoopbackPort),
            DirectConnection = true,
            ServerSelectionTimeout = Patience,
            ConnectTimeout = Patience,
            SocketTimeout = TimeSpan.FromSeconds(10),
        };
        if (member.Certificates is { } certificates)
        {
            settings.UseTls = true;
            settings.SslSettings = MongoTls.Settings(certificates.Trust, () => certificates.Current(certificates.Lab));
            // An arbiter has no users, and asks for none.
            settings.Credential = member.IsArbiter ? null : MongoCredential.CreateMongoX509Credential();
        }

        return settings;
    }
}
