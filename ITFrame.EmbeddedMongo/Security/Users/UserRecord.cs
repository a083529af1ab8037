using ITFrame.EmbeddedMongo.Security.Scram;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Users;

/// <summary>A document of admin.system.users.</summary>
internal sealed record UserRecord(BsonDocument Document)
{
    public UserName Name { get; } = new(Document["user"].AsString, Document["db"].AsString);

    /// <summary>Differs between a user and a later one of the same name.</summary>
    public BsonValue Identity { get; } = Document["userId"];

    public ScramCredentials? Credentials { get; } = ScramCredentials.FromUser(Document);

    public IReadOnlyList<UserName> Roles { get; } =
        [.. Document["roles"].AsBsonArray.Select(role => new UserName(role["role"].AsString, role["db"].AsString))];
}
