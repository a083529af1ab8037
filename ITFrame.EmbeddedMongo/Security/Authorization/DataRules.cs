using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>What commands on documents need, where that depends on what they say.</summary>
internal static class DataRules
{
    public static bool Update(AuthorizationSession session, WireRequest request)
    {
        var target = CommandRules.Collection(request);
        var upserts = request.Command.GetValue("updates", BsonNull.Value) is BsonArray updates
            && updates.OfType<BsonDocument>().Any(update => update.GetValue("upsert", false).ToBoolean());
        return session.Allows(target, "update") && (!upserts || session.Allows(target, "insert"));
    }

    public static bool FindAndModify(AuthorizationSession session, WireRequest request)
    {
        var target = CommandRules.Collection(request);
        return session.Allows(target, "find")
            && session.Allows(target, CommandRules.IsTrue(request, "remove") ? "remove" : "update")
            && (!CommandRules.IsTrue(request, "upsert") || session.Allows(target, "insert"));
    }

    public static bool BulkWrite(AuthorizationSession session, WireRequest request)
    {
        if (request.Command.GetValue("ops", BsonNull.Value) is not BsonArray ops || request.Command.GetValue("nsInfo", BsonNull.Value) is not BsonArray namespaces)
        {
            return true; // It will fail for what it lacks.
        }

        foreach (var op in ops.OfType<BsonDocument>().Where(op => op.ElementCount > 0))
        {
            var kind = op.GetElement(0);
            var index = kind.Value.IsNumeric ? BsonNumber.Truncate(kind.Value) : -1;
            if (index < 0 || index >= namespaces.Count || namespaces[(int)index] is not BsonDocument info)
            {
                continue;
            }

            var target = CommandRules.Target(info.GetValue("ns", ""));
            var isAllowed = session.Allows(target, kind.Name == "delete" ? "remove" : kind.Name)
                && (!op.GetValue("upsert", false).ToBoolean() || session.Allows(target, "insert"));
            if (!isAllowed)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The command, and each of its operations as if it came by itself.</summary>
    public static bool ApplyOps(AuthorizationSession session, WireRequest request)
        => session.Allows(ResourcePattern.Cluster, "applyOps")
            && (request.Command[0] is not BsonArray operations || operations.OfType<BsonDocument>().All(operation =>
            {
                var target = CommandRules.Target(operation.GetValue("ns", ""));
                return operation.GetValue("op", BsonNull.Value) is not BsonString { Value: var kind } || kind switch
                {
                    "i" => session.Allows(target, "insert"),
                    "u" => session.Allows(target, "insert") && session.Allows(target, "update"),
                    "d" => session.Allows(target, "remove"),
                    "c" => session.Allows(ResourcePattern.OfDatabase(target.Database), "createCollection"),
                    _ => true,
                };
            }));

    public static bool Rename(AuthorizationSession session, WireRequest request)
    {
        var source = CommandRules.Target(request.Command[0]);
        var target = CommandRules.Target(request.Command.GetValue("to", ""));
        var dropsTarget = CommandRules.IsTrue(request, "dropTarget");
        var isWithin = source.Database == target.Database
            && session.Allows(ResourcePattern.OfDatabase(source.Database), "renameCollectionSameDB")
            && (!dropsTarget || session.Allows(target, "dropCollection"))
            && (session.Allows(source, "find") || !session.Allows(target, "find"));
        return isWithin
            || (session.Allows(source, "find") && session.Allows(source, "dropCollection") && session.Allows(target, "insert") && session.Allows(target, "createIndex")
                && (!dropsTarget || session.Allows(target, "dropCollection")));
    }

    public static bool Create(AuthorizationSession session, WireRequest request)
    {
        var target = CommandRules.Collection(request);
        return request.Command.Contains("viewOn")
            ? session.Allows(target, "createCollection") && MayShow(session, request)
            : session.Allows(target, "createCollection") || session.Allows(target, "insert");
    }

    public static bool Modify(AuthorizationSession session, WireRequest request) =>
        session.Allows(CommandRules.Collection(request), "collMod")
        && ((!request.Command.Contains("viewOn") && !request.Command.Contains("pipeline")) || MayShow(session, request));

    public static bool Aggregate(AuthorizationSession session, WireRequest request)
    {
        var pipeline = request.Command.GetValue("pipeline", BsonNull.Value) as BsonArray ?? [];
        return Pipeline(session, request.Database, CommandRules.Collection(request), pipeline, isOuter: true);
    }

    // A view must not show its maker more than they may read without it.
    private static bool MayShow(AuthorizationSession session, WireRequest request) =>
        !session.Allows(CommandRules.Collection(request), "find")
        || (request.Command.GetValue("viewOn", BsonNull.Value) is BsonString source
            && Pipeline(session, request.Database, ResourcePattern.OfCollection(request.Database, source.Value), request.Command.GetValue("pipeline", BsonNull.Value) as BsonArray ?? [], isOuter: true));

    private static bool Pipeline(AuthorizationSession session, string database, ResourcePattern source, BsonArray pipeline, bool isOuter)
    {
        var first = pipeline.Count > 0 && pipeline[0] is BsonDocument { ElementCount: > 0 } stage ? stage.GetElement(0).Name : "";
        var startsItself = isOuter && first is "$changeStream" or "$collStats" or "$currentOp" or "$documents" or "$indexStats" or "$listLocalSessions" or "$listSessions" or "$planCacheStats";
        return (startsItself || session.Allows(source, "find"))
            && pipeline.OfType<BsonDocument>().Where(item => item.ElementCount > 0).All(item => Stage(session, database, source, item.GetElement(0)));
    }

    private static bool Stage(AuthorizationSession session, string database, ResourcePattern source, BsonElement stage)
    {
        var arguments = stage.Value as BsonDocument ?? [];
        switch (stage.Name)
        {
            case "$changeStream":
                var watched = arguments.GetValue("allChangesForCluster", false).ToBoolean() ? ResourcePattern.AnyNormal : source;
                return session.Allows(watched, "changeStream") && session.Allows(watched, "find");
            case "$collStats":
                return session.Allows(source, "collStats");
            case "$indexStats":
                return session.Allows(source, "indexStats");
            case "$planCacheStats":
                return session.Allows(source, "planCacheRead");
            case "$currentOp":
                return session.Allows(ResourcePattern.Cluster, "inprog") || !arguments.GetValue("allUsers", false).ToBoolean();
            case "$listSessions" or "$listLocalSessions":
                return session.Allows(ResourcePattern.Cluster, "listSessions") || !arguments.GetValue("allUsers", false).ToBoolean();
            case "$lookup" or "$graphLookup":
                return arguments.GetValue("from", BsonNull.Value) is not (BsonString or BsonDocument)
                    || Nested(session, database, Other(database, arguments["from"]), arguments);
            case "$unionWith":
                var union = stage.Value is BsonString ? stage.Value : arguments.GetValue("coll", BsonNull.Value);
                return union is not BsonString || Nested(session, database, Other(database, union), arguments);
            case "$facet":
                return arguments.Values.OfType<BsonArray>().All(inner => inner.OfType<BsonDocument>().Where(item => item.ElementCount > 0).All(item => Stage(session, database, source, item.GetElement(0))));
            case "$out":
                var output = Other(database, stage.Value);
                return session.Allows(output, "insert") && session.Allows(output, "remove");
            case "$merge":
                var merged = Other(database, stage.Value is BsonString ? stage.Value : arguments.GetValue("into", ""));
                return session.Allows(merged, "insert") && session.Allows(merged, "update");
            default:
                return true;
        }
    }

    private static bool Nested(AuthorizationSession session, string database, ResourcePattern source, BsonDocument arguments) =>
        Pipeline(session, database, source, arguments.GetValue("pipeline", BsonNull.Value) as BsonArray ?? [], isOuter: false);

    private static ResourcePattern Other(string database, BsonValue name) => name is BsonDocument named
        ? ResourcePattern.OfCollection(BsonText.Whole(named.GetValue("db", database)), BsonText.Whole(named.GetValue("coll", "")))
        : ResourcePattern.OfCollection(database, name is BsonString text ? text.Value : "");
}
