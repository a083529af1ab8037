using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Commands.Catalog;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>Stages that begin a pipeline with documents about the server instead of documents of a collection.</summary>
internal static class DiagnosticSources
{
    /// <summary>The documents of the pipeline's first stage; null when it is none of these.</summary>
    public static IEnumerable<BsonDocument>? Open(CommandContext context, BsonArray pipeline)
    {
        if (pipeline.FirstOrDefault() is not BsonDocument { ElementCount: 1 } stage)
        {
            return null;
        }

        var options = stage[0] as BsonDocument ?? [];
        return stage.GetElement(0).Name switch
        {
            "$collStats" => [CollectionStats(context, options)],
            "$indexStats" => IndexStats(context),
            "$currentOp" => CurrentOperations(context),
            "$listLocalSessions" => LocalSessions(context),
            _ => null,
        };
    }

    private static CollectionDefinition Collection(CommandContext context, string stage)
    {
        var ns = context.Command[0] is BsonString ? context.CollectionNamespace() : throw new CommandException(ErrorCode.InvalidNamespace, $"{stage} must be run against a collection");
        var collection = context.Catalog.Find(ns) ?? throw new CommandException(ErrorCode.NamespaceNotFound, $"Unable to retrieve storageStats in $collStats stage :: caused by :: Collection [{ns}] not found.");
        collection.DemandNoView();
        return collection;
    }

    private static BsonDocument CollectionStats(CommandContext context, BsonDocument options)
    {
        var collection = Collection(context, "$collStats");
        var statistics = context.Member.Store.Read(reader => CollectionStatistics.Of(reader, collection));
        var result = new BsonDocument
        {
            { "ns", collection.Namespace.ToString() },
            { "host", context.Member.Replication.View.Self?.Host ?? Environment.MachineName },
            { "localTime", new BsonDateTime(context.Member.Clock.Now) },
        };
        if (options.TryGetValue("storageStats", out var storage))
        {
            result.Add("storageStats", statistics.ToBson(storage is BsonDocument given && given.GetValue("scale", 1) is { IsNumeric: true } scale ? scale.ToDouble() : 1));
        }

        return options.Contains("count") ? result.Add("count", statistics.Count) : result;
    }

    private static IEnumerable<BsonDocument> IndexStats(CommandContext context)
    {
        var host = context.Member.Replication.View.Self?.Host ?? Environment.MachineName;
        return Collection(context, "$indexStats").Indexes.Select(index => new BsonDocument
        {
            { "name", index.Name },
            { "key", index.KeyPattern },
            { "host", host },
            { "accesses", new BsonDocument { { "ops", index.Use.Count }, { "since", new BsonDateTime(index.Use.Since) } } },
            { "spec", index.Specification },
        });
    }

    private static IEnumerable<BsonDocument> CurrentOperations(CommandContext context)
    {
        DemandAdmin(context, "$currentOp");
        var operations = context.Member.Operations;
        return operations.VisibleTo(context.Connection.Authorization).Select(operations.Describe);
    }

    private static IEnumerable<BsonDocument> LocalSessions(CommandContext context) => context.Member.Operations.VisibleTo(context.Connection.Authorization)
        .Select(operation => operation.SessionId).OfType<BsonDocument>().Distinct(BsonComparer.Instance)
        .Select(session => new BsonDocument { { "_id", session }, { "lastUse", new BsonDateTime(context.Member.Clock.Now) } });

    private static void DemandAdmin(CommandContext context, string stage)
    {
        if (context.Database != "admin" || context.Command[0] is BsonString)
        {
            throw new CommandException(ErrorCode.InvalidNamespace, $"{stage} must be run against the 'admin' database with {{aggregate: 1}}");
        }
    }
}
