using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>Changes the validator of a collection, the pipeline of a view, or how an index expires, hides or demands uniqueness.</summary>
internal sealed class CollModCommand : ICommand
{
    private static readonly string[] Options = ["validator", "validationLevel", "validationAction", "changeStreamPreAndPostImages", "viewOn", "pipeline"];

    public IReadOnlyList<string> Names => ["collMod"];

    public CommandTraits Traits => CommandTraits.Writes;

    public async Task<BsonDocument> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var ns = context.CollectionNamespace();
        var wantedIndex = context.OptionalDocument("index");
        return await context.WriteAsync(oplog =>
        {
            var collection = oplog.Transaction.Catalog.Find(ns) ?? throw new CommandException(ErrorCode.NamespaceNotFound, $"ns does not exist: {ns}");
            var changed = context.Command.Where(element => Options.Contains(element.Name)).ToList();
            if (!collection.IsView && changed.Exists(element => element.Name is "viewOn" or "pipeline"))
            {
                throw new CommandException(ErrorCode.InvalidOptions, $"option not supported on a collection: {changed.Find(element => element.Name is "viewOn" or "pipeline").Name}");
            }

            var options = new BsonDocument(collection.Options);
            changed.ForEach(element => options[element.Name] = element.Value);
            if (options.GetValue("validator", BsonNull.Value) is BsonDocument { ElementCount: 0 })
            {
                options.Remove("validator");
            }

            CollectionOptions.Check(options, ns.Database);
            // As in MongoDB, one that changes nothing is in the log, too.
            if (changed.Count > 0 || wantedIndex is null)
            {
                CatalogWriter.ChangeOptions(oplog, collection, options);
            }

            return wantedIndex is null ? [] : ChangeIndex(oplog, ns, wantedIndex);
        });
    }

    private static BsonDocument ChangeIndex(Replication.Oplog.OplogWriter oplog, Namespace ns, BsonDocument wanted)
    {
        var collection = oplog.Transaction.Catalog.Find(ns)!;
        var index = collection.Indexes.FirstOrDefault(other =>
            wanted.GetValue("name", BsonNull.Value) == other.Name || (wanted.GetValue("keyPattern", BsonNull.Value) is BsonDocument key && other.HasKey(key)))
            ?? throw new CommandException(ErrorCode.IndexNotFound, $"cannot find index {BsonText.Of(wanted.GetValue("name", wanted.GetValue("keyPattern", BsonNull.Value)))} for ns {ns}");
        var specification = new BsonDocument(index.Specification);
        var reply = new BsonDocument();
        if (wanted.TryGetValue("expireAfterSeconds", out var seconds))
        {
            if (!BsonNumber.Is(seconds) || BsonNumber.ToDouble(seconds) < 0 || index.Fields.Count != 1 || index.IsId)
            {
                throw new CommandException(ErrorCode.InvalidOptions, "TTL index 'expireAfterSeconds' option must be a number of at least 0, on a single-field index");
            }

            if (specification.TryGetValue("expireAfterSeconds", out var before))
            {
                reply.Add("expireAfterSeconds_old", before);
            }

            reply.Add("expireAfterSeconds_new", seconds);
            specification["expireAfterSeconds"] = seconds;
        }

        if (wanted.TryGetValue("hidden", out var hidden))
        {
            if (index.IsId)
            {
                throw CommandException.BadValue("can't hide _id index");
            }

            reply.Add("hidden_old", index.IsHidden).Add("hidden_new", hidden.ToBoolean());
            specification["hidden"] = hidden.ToBoolean();
            if (!hidden.ToBoolean())
            {
                specification.Remove("hidden");
            }
        }

        if (wanted.GetValue("unique", false).ToBoolean())
        {
            if (oplog.Transaction.HasDuplicates(index))
            {
                throw new CommandException(ErrorCode.CannotConvertIndexToUnique, "Cannot convert the index to unique. Please resolve conflicting documents before running collMod again.");
            }

            reply.Add("unique_new", true);
            specification["unique"] = true;
        }

        CatalogWriter.ChangeIndex(oplog, collection, index, specification);
        return reply;
    }
}
