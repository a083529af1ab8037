using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>That certain actions may be done to a resource.</summary>
internal sealed record Privilege(ResourcePattern Resource, IReadOnlySet<string> Actions)
{
    /// <summary>The one that members have among each other.</summary>
    public const string AnyAction = "anyAction";

    public bool Allows(ResourcePattern target, string action) => (Actions.Contains(action) || Actions.Contains(AnyAction)) && Resource.Covers(target);

    public BsonDocument ToBson() => new() { { "resource", Resource.ToBson() }, { "actions", new BsonArray(Actions.Order(StringComparer.Ordinal)) } };

    /// <summary>One privilege for each resource.</summary>
    public static IReadOnlyList<Privilege> Merge(IEnumerable<Privilege> privileges) =>
    [
        .. privileges.GroupBy(privilege => privilege.Resource)
            .Select(group => new Privilege(group.Key, group.SelectMany(privilege => privilege.Actions).ToHashSet(StringComparer.Ordinal))),
    ];
}
