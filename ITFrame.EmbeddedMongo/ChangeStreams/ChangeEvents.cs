using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication.Oplog;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>From an entry of the log to the events that a change stream shows of it.</summary>
internal sealed class ChangeEvents(DocumentStore store, ChangeStreamScope scope, ChangeStreamOptions options)
{
    private const int NoMatchingDocument = 47;

    /// <summary>The events of an entry, each with its place.</summary>
    public IEnumerable<(ChangePosition Position, BsonDocument Event)> Of(OplogRecord record)
    {
        var entry = BsonCodec.Decode(record.Entry);
        var number = 0;
        foreach (var (operation, before) in Operations(entry, record.Undo))
        {
            foreach (var (found, isInvalidate) in Events(operation, before))
            {
                var position = new ChangePosition(record.OpTime.Timestamp, number++, isInvalidate);
                yield return (position, Complete(found, entry, position));
            }
        }
    }

    private static IEnumerable<(BsonDocument Operation, byte[]? Before)> Operations(BsonDocument entry, byte[]? undo)
    {
        if (OplogEntry.OperationsOf(entry) is not { } operations)
        {
            yield return (entry, undo);
            yield break;
        }

        for (var i = 0; i < operations.Count; i++)
        {
            yield return (operations[i].AsBsonDocument, OplogUndo.Decode(undo, i));
        }
    }

    private static BsonDocument Complete(BsonDocument found, BsonDocument entry, ChangePosition position)
    {
        var result = new BsonDocument
        {
            { "_id", ResumeToken.Of(position) },
            { "operationType", found["operationType"] },
            { "clusterTime", entry["ts"] },
            { "wallTime", entry["wall"] },
        };
        if (OplogEntry.OperationsOf(entry) is not null)
        {
            result.Add("txnNumber", entry["txnNumber"]).Add("lsid", entry["lsid"]);
        }

        found.Remove("operationType");
        return result.AddRange(found);
    }

    private IEnumerable<(BsonDocument Event, bool IsInvalidate)> Events(BsonDocument operation, byte[]? before)
    {
        var kind = operation["op"].AsString;
        if (kind == "n")
        {
            yield break;
        }

        var found = kind == "c" ? Command(operation) : scope.Includes(Namespace.Parse(operation["ns"].AsString)) ? Document(kind, operation, before) : null;
        if (found is not null)
        {
            yield return (found, false);
        }

        if (kind == "c" && scope.IsInvalidatedBy(operation))
        {
            yield return (new BsonDocument("operationType", "invalidate"), true);
        }
    }

    private BsonDocument Document(string kind, BsonDocument operation, byte[]? before)
    {
        var ns = Namespace.Parse(operation["ns"].AsString);
        var document = operation["o"].AsBsonDocument;
        var isUpdate = kind == "u" && !OplogEntry.IsReplacement(operation);
        var result = new BsonDocument("operationType", kind switch { "i" => "insert", "d" => "delete", _ => isUpdate ? "update" : "replace" });
        if (options.ShowsExpandedEvents)
        {
            result.Add("collectionUUID", operation["ui"]);
        }

        if (kind != "d")
        {
            AddFullDocument(result, ns, document, isUpdate);
        }

        result.Add("ns", ChangeStreamScope.Describe(ns)).Add("documentKey", new BsonDocument("_id", document["_id"]));
        if (isUpdate)
        {
            result.Add("updateDescription", DocumentDiff.Describe(before is null ? [] : BsonCodec.Decode(before), document, options.ShowsExpandedEvents));
        }

        if (options.BeforeChange != "off" && kind != "i")
        {
            result.Add("fullDocumentBeforeChange", Image(ns, options.BeforeChange, before is null ? null : BsonCodec.Decode(before), "pre-image"));
        }

        return result;
    }

    private void AddFullDocument(BsonDocument result, Namespace ns, BsonDocument after, bool isUpdate)
    {
        if (!isUpdate)
        {
            result.Add("fullDocument", after);
        }
        else if (options.FullDocument == "updateLookup")
        {
            result.Add("fullDocument", Lookup(ns, after["_id"]));
        }
        else if (options.FullDocument != "default")
        {
            result.Add("fullDocument", Image(ns, options.FullDocument, after, "post-image"));
        }
    }

    private BsonValue Lookup(Namespace ns, BsonValue id) =>
        store.Catalog.Find(ns) is { } collection && store.Read(reader => reader.FindById(collection, KeyEncoder.Encode(id))) is { } now ? now.Document : BsonNull.Value;

    // The log has both images of every change; as in MongoDB, only a collection that is set up for it shows them.
    private BsonValue Image(Namespace ns, string mode, BsonDocument? image, string what)
    {
        var isKept = store.Catalog.Find(ns)?.Options.GetValue("changeStreamPreAndPostImages", BsonNull.Value) is BsonDocument setting && setting.GetValue("enabled", false) == true;
        return isKept && image is not null ? image
            : mode == "whenAvailable" ? BsonNull.Value
            : throw new CommandException((ErrorCode)NoMatchingDocument, $"Change stream was configured to require a {what} for all update, delete and replace events, but the {what} was not found for event in {ns}");
    }

    private BsonDocument? Command(BsonDocument entry)
    {
        var command = entry["o"].AsBsonDocument;
        var name = command.GetElement(0).Name;
        if (name == "dropDatabase")
        {
            var database = Namespace.Parse(entry["ns"].AsString).Database;
            return scope.IncludesDatabase(database) ? new BsonDocument { { "operationType", "dropDatabase" }, { "ns", new BsonDocument("db", database) } } : null;
        }

        if (name == "renameCollection")
        {
            var (from, to) = (Namespace.Parse(command[0].AsString), Namespace.Parse(command["to"].AsString));
            return scope.Includes(from) || scope.Includes(to)
                ? Expanded(new BsonDocument { { "operationType", "rename" }, { "ns", ChangeStreamScope.Describe(from) }, { "to", ChangeStreamScope.Describe(to) } }, entry, RenameDescription(command, to))
                : null;
        }

        var target = OplogEntry.CommandTarget(entry);
        if (!scope.Includes(target) || (name != "drop" && !options.ShowsExpandedEvents))
        {
            return null;
        }

        var operation = name switch
        {
            "createIndexes" => new BsonDocument("indexes", new BsonArray { command["spec"] }),
            "dropIndexes" => new BsonDocument("indexes", new BsonArray { command.GetValue("spec", new BsonDocument("name", command.GetValue("index", ""))) }),
            "create" => new BsonDocument("idIndex", CatalogChanges.IdIndex()).Merge(command.GetValue("options", new BsonDocument()).AsBsonDocument),
            "collMod" => new BsonDocument(command.Skip(1)),
            _ => null,
        };
        return name is "drop" or "create" or "createIndexes" or "dropIndexes" or "collMod"
            ? Expanded(new BsonDocument { { "operationType", name == "collMod" ? "modify" : name }, { "ns", ChangeStreamScope.Describe(target) } }, entry, operation)
            : null;
    }

    private static BsonDocument RenameDescription(BsonDocument command, Namespace to)
    {
        var description = new BsonDocument("to", ChangeStreamScope.Describe(to));
        return command.GetValue("dropTarget", BsonNull.Value) is BsonBinaryData dropped ? description.Add("dropTarget", dropped) : description;
    }

    private BsonDocument Expanded(BsonDocument result, BsonDocument entry, BsonDocument? operation)
    {
        if (!options.ShowsExpandedEvents)
        {
            return result;
        }

        if (entry.TryGetValue("ui", out var uuid))
        {
            result.Add("collectionUUID", uuid);
        }

        return operation is null ? result : result.Add("operationDescription", operation);
    }
}
