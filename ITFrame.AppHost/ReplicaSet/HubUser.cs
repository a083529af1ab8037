using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.AppHost.ReplicaSet;

/// <summary>The user that the hub logs in as: it may do what it needs and no more.</summary>
internal static class HubUser
{
    public const string Name = "hub";

    private const int UserExists = 51003;

    public static BsonArray Roles { get; } =
    [
        new BsonDocument { { "role", "readWrite" }, { "db", ReplicaSetResource.Database } },
        // Who is primary, for the endpoint that tells it.
        new BsonDocument { { "role", "clusterMonitor" }, { "db", "admin" } },
    ];

    /// <summary>Creates the user; one that an earlier run has left gets the password of this one.</summary>
    /// <exception cref="MongoException">The primary refuses.</exception>
    public static async Task EnsureAsync(MemberConnection primary, string password, CancellationToken cancellationToken)
    {
        try
        {
            await primary.RunAsync(Command("createUser", password), cancellationToken);
        }
        catch (MongoCommandException exception) when (exception.Code == UserExists)
        {
            await primary.RunAsync(Command("updateUser", password), cancellationToken);
        }
    }

    private static BsonDocument Command(string name, string password) => new()
    {
        { name, Name },
        { "pwd", password },
        { "roles", Roles },
        { "writeConcern", new BsonDocument("w", "majority") },
    };
}
