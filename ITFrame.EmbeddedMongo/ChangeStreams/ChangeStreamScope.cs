using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>What a change stream watches: one collection, all of a database, or all of the cluster.</summary>
/// <param name="Database">Null: all databases but admin, config and local.</param>
/// <param name="Collection">Null: all collections but system ones.</param>
internal sealed record ChangeStreamScope(string? Database, string? Collection)
{
    public bool Includes(Namespace ns) => IncludesDatabase(ns.Database) && (Collection is null ? !ns.IsSystem : ns.Collection == Collection);

    public bool IncludesDatabase(string database) =>
        Database is null ? database is not ("admin" or "config" or "local") : database == Database;

    public static BsonDocument Describe(Namespace ns) => new() { { "db", ns.Database }, { "coll", ns.Collection } };

    /// <summary>Whether what is watched is gone, which ends the stream.</summary>
    public bool IsInvalidatedBy(BsonDocument entry)
    {
        var command = entry["o"].AsBsonDocument;
        return command.GetElement(0).Name switch
        {
            "drop" => Collection is not null && Includes(Replication.Oplog.OplogEntry.CommandTarget(entry)),
            "renameCollection" => Collection is not null && (Includes(Namespace.Parse(command[0].AsString)) || Includes(Namespace.Parse(command["to"].AsString))),
            "dropDatabase" => Database is not null && Collection is null && Namespace.Parse(entry["ns"].AsString).Database == Database,
            _ => false,
        };
    }
}
