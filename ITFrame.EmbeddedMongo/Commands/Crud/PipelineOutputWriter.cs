using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Update;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>Stores what a pipeline gave: in place of a collection, or merged into one. Either all of it is stored or nothing.</summary>
internal static class PipelineOutputWriter
{
    public static async Task WriteAsync(CommandContext context, PipelineOutput output, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken)
    {
        if (context.Transaction is not null)
        {
            throw new CommandException(ErrorCode.OperationNotSupportedInTransaction, "$out and $merge cannot be used in a transaction");
        }

        var ns = Namespace.Create(output.Database ?? context.Database, output.Collection);
        await (output.Merge is { } rules
            ? context.WriteDocumentsAsync(target => MergeAll(target, ns, rules, documents), cancellationToken)
            : ReplaceAsync(context, ns, documents));
    }

    /// <summary>A follower has the primary do it, and answers when it has the result itself.</summary>
    public static async Task<BsonDocument> ForwardAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var member = context.Member;
        var command = BsonFields.Of(context.Command.Where(element => element.Name != "$readPreference"));
        var reply = await member.RunOnPrimaryAsync(command, context.Database, cancellationToken);
        while (true)
        {
            var next = member.Replication.NextOplogGrowth;
            if (member.Store.LastOpTime.Timestamp >= reply["operationTime"].AsBsonTimestamp.Value)
            {
                return new BsonDocument(reply.Where(element => element.Name is "cursor" or "writeConcernError"));
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    // The collection keeps its options and indexes.
    private static Task<bool> ReplaceAsync(CommandContext context, Namespace ns, IReadOnlyList<BsonDocument> documents) => context.WriteAsync(oplog =>
    {
        var existing = oplog.Transaction.Catalog.Find(ns);
        if (existing is not null)
        {
            CatalogWriter.Drop(oplog, existing);
        }

        CatalogWriter.Create(oplog, ns, existing?.Options ?? []);
        foreach (var index in existing?.Indexes.Where(index => !index.IsId) ?? [])
        {
            CatalogWriter.CreateIndex(oplog, oplog.Transaction.Catalog.Find(ns)!, index.Specification);
        }

        var writer = new CollectionWriter(new LoggedWrites(oplog, context.Member.Transactions.Locks), ns);
        foreach (var document in documents)
        {
            writer.Insert(document, null, []);
        }

        return true;
    });

    private static bool MergeAll(IWriteTarget target, Namespace ns, MergeRules rules, IReadOnlyList<BsonDocument> documents)
    {
        var writer = new CollectionWriter(target, ns);
        foreach (var document in documents)
        {
            MergeOne(target, writer, ns, rules, document);
        }

        return true;
    }

    private static void MergeOne(IWriteTarget target, CollectionWriter writer, Namespace ns, MergeRules rules, BsonDocument document)
    {
        var index = FindIndex(target.Catalog.Find(ns), rules);
        var key = BsonFields.Of(rules.On.Select(field => new BsonElement(field, new BsonDocument("$eq", KeyOf(document, field)))));
        var filter = Filter.Parse(key);
        if (!document.Contains("_id") || writer.Find(filter, null, 1) is not [var found])
        {
            Add(writer, rules, document);
            return;
        }

        switch (rules.WhenMatched)
        {
            case "keepExisting":
                break;
            case "fail":
                throw DuplicateKeys.Error(target.Catalog.Find(ns)!, index!, document);
            default:
                var update = DocumentUpdate.Parse(UpdateOf(rules, document), null, rules.For(document));
                writer.Replace(found, update.Apply(found.Document, filter, isInsert: false), update.IsReplacement, null, _ => []);
                break;
        }
    }

    private static BsonValue UpdateOf(MergeRules rules, BsonDocument document) => rules.WhenMatched switch
    {
        "replace" => document,
        "pipeline" => rules.Stages!,
        _ => new BsonArray { new BsonDocument("$replaceWith", new BsonDocument("$mergeObjects", new BsonArray { "$$ROOT", new BsonDocument("$literal", document) })) },
    };

    private static void Add(CollectionWriter writer, MergeRules rules, BsonDocument document)
    {
        switch (rules.WhenNotMatched)
        {
            case "discard":
                break;
            case "fail":
                throw new CommandException((ErrorCode)13113, "$merge could not find a matching document in the target collection for at least one document in the source collection");
            default:
                writer.Insert(document, null, []);
                break;
        }
    }

    private static BsonValue KeyOf(BsonDocument document, string field) => new Bson.BsonPath(field).Single(document) switch
    {
        BsonArray => throw new CommandException((ErrorCode)51185, "$merge write error: 'on' field cannot be an array"),
        null or BsonNull when field != "_id" => throw new CommandException((ErrorCode)51132, "$merge write error: 'on' field cannot be missing, null or undefined"),
        null => BsonNull.Value,
        var value => value,
    };

    // Only a unique index makes sure that there is one document to merge with.
    private static IndexDefinition? FindIndex(CollectionDefinition? collection, MergeRules rules)
    {
        if (collection is null)
        {
            return rules.On is ["_id"] ? null : throw NoIndex();
        }

        return collection.Indexes.FirstOrDefault(index => (index.IsUnique || index.IsId) && index.Fields.Select(field => field.Path.Text).ToHashSet().SetEquals(rules.On)) ?? throw NoIndex();

        static CommandException NoIndex() => new((ErrorCode)51183, "Cannot find index to verify that join fields will be unique");
    }
}
