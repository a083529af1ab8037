using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>
/// What a privilege is for, or a command is about. An empty name stands for every database, and for every collection
/// that is not a system one.
/// </summary>
internal readonly record struct ResourcePattern
{
    public static readonly ResourcePattern Any = new() { IsAny = true };

    public static readonly ResourcePattern Cluster = new() { IsCluster = true };

    /// <summary>All databases but local and config.</summary>
    public static readonly ResourcePattern AnyNormal = OfDatabase("");

    public string Database { get; private init; }

    public string Collection { get; private init; }

    public bool IsAny { get; private init; }

    public bool IsCluster { get; private init; }

    public static ResourcePattern OfDatabase(string database) => new() { Database = database, Collection = "" };

    public static ResourcePattern OfCollection(string database, string collection) => new() { Database = database, Collection = collection };

    /// <summary>Whether a privilege for this is one for what a command is about.</summary>
    public bool Covers(ResourcePattern target)
    {
        if (IsAny || this == target)
        {
            return true;
        }

        if (IsCluster || target.IsCluster || target.IsAny)
        {
            return false;
        }

        var isSystem = target.Collection.StartsWith("system.", StringComparison.Ordinal);
        var coversDatabase = Database.Length > 0 ? Database == target.Database : Collection.Length > 0 || target.Database is not ("local" or "config" or "");
        return coversDatabase && (Collection.Length > 0 ? Collection == target.Collection : !isSystem);
    }

    public BsonDocument ToBson() => IsAny ? new BsonDocument("anyResource", true)
        : IsCluster ? new BsonDocument("cluster", true)
        : new BsonDocument { { "db", Database }, { "collection", Collection } };
}
