using ITFrame.EmbeddedMongo.Wire;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>What each command needs. A command that is not listed is for members alone.</summary>
internal static class CommandRules
{
    private static readonly CommandRule Open = new(NeedsUser: false, (_, _) => true);
    private static readonly CommandRule AnyUser = new(NeedsUser: true, (session, _) => session.IsAuthenticated);
    private static readonly CommandRule MembersOnly = OnCluster("internal");

    private static readonly Dictionary<string, CommandRule> Rules = new(StringComparer.Ordinal)
    {
        ["hello"] = Open,
        ["isMaster"] = Open,
        ["ismaster"] = Open,
        ["ping"] = Open,
        ["buildInfo"] = Open,
        ["buildinfo"] = Open,
        ["saslStart"] = Open,
        ["saslContinue"] = Open,
        ["authenticate"] = Open,
        ["connectionStatus"] = Open,
        ["whatsmyuri"] = Open,
        ["features"] = Open,
        ["listCommands"] = Open,
        ["_isSelf"] = Open,

        ["logout"] = AnyUser,
        ["startSession"] = AnyUser,
        ["refreshSessions"] = AnyUser,
        ["endSessions"] = AnyUser,
        ["killSessions"] = AnyUser,
        ["commitTransaction"] = AnyUser,
        ["abortTransaction"] = AnyUser,
        ["configureFailPoint"] = AnyUser,
        ["getMore"] = AnyUser,
        ["killCursors"] = AnyUser,
        ["listDatabases"] = AnyUser,
        ["currentOp"] = new(true, (session, request) => session.Allows(ResourcePattern.Cluster, "inprog") || IsTrue(request, "$ownOps")),
        ["killOp"] = OnCluster("killop"),
        ["killAllSessions"] = OnCluster("killAnySession"),
        ["killAllSessionsByPattern"] = OnCluster("killAnySession"),

        ["find"] = OnCollection("find"),
        ["count"] = OnCollection("find"),
        ["distinct"] = OnCollection("find"),
        ["dataSize"] = new(true, (session, request) => session.Allows(Target(request.Command[0]), "find")),
        ["datasize"] = new(true, (session, request) => session.Allows(Target(request.Command[0]), "find")),
        ["insert"] = OnCollection("insert"),
        ["update"] = new(true, DataRules.Update),
        ["delete"] = OnCollection("remove"),
        ["findAndModify"] = new(true, DataRules.FindAndModify),
        ["findandmodify"] = new(true, DataRules.FindAndModify),
        ["bulkWrite"] = new(true, DataRules.BulkWrite),
        ["applyOps"] = new(true, DataRules.ApplyOps),
        ["aggregate"] = new(true, DataRules.Aggregate),
        ["explain"] = new(true, (session, request) =>
            request.Command[0] is BsonDocument { ElementCount: > 0 } explained && Of(explained.GetElement(0).Name).Allows(session, request with { Command = explained })),

        ["create"] = new(true, DataRules.Create),
        ["drop"] = OnCollection("dropCollection"),
        ["dropDatabase"] = OnDatabase("dropDatabase"),
        ["renameCollection"] = new(true, DataRules.Rename),
        ["collMod"] = new(true, DataRules.Modify),
        ["convertToCapped"] = OnCollection("convertToCapped"),
        ["createIndexes"] = OnCollection("createIndex"),
        ["dropIndexes"] = OnCollection("dropIndex"),
        ["deleteIndexes"] = OnCollection("dropIndex"),
        ["listIndexes"] = OnCollection("listIndexes"),
        ["listCollections"] = new(true, (session, request) => session.Allows(ResourcePattern.OfDatabase(request.Database), "listCollections")
            || (IsTrue(request, "nameOnly") && IsTrue(request, "authorizedCollections") && session.HasAnyIn(request.Database))),
        ["collStats"] = OnCollection("collStats"),
        ["collstats"] = OnCollection("collStats"),
        ["dbStats"] = OnDatabase("dbStats"),
        ["dbstats"] = OnDatabase("dbStats"),
        ["dbHash"] = OnDatabase("dbHash"),
        ["dbhash"] = OnDatabase("dbHash"),
        ["validate"] = OnCollection("validate"),
        ["compact"] = OnCollection("compact"),
        ["reIndex"] = OnCollection("reIndex"),
        ["profile"] = OnDatabase("enableProfiler"),
        ["planCacheClear"] = OnCollection("planCacheWrite"),
        ["planCacheClearFilters"] = OnCollection("planCacheIndexFilter"),
        ["planCacheListFilters"] = OnCollection("planCacheIndexFilter"),
        ["planCacheSetFilter"] = OnCollection("planCacheIndexFilter"),

        ["serverStatus"] = OnCluster("serverStatus"),
        ["lockInfo"] = OnCluster("serverStatus"),
        ["getParameter"] = OnCluster("getParameter"),
        ["setParameter"] = OnCluster("setParameter"),
        ["getClusterParameter"] = OnCluster("getClusterParameter"),
        ["setClusterParameter"] = OnCluster("setClusterParameter"),
        ["hostInfo"] = OnCluster("hostInfo"),
        ["getLog"] = OnCluster("getLog"),
        ["getCmdLineOpts"] = OnCluster("getCmdLineOpts"),
        ["top"] = OnCluster("top"),
        ["connPoolStats"] = OnCluster("connPoolStats"),
        ["fsync"] = OnCluster("fsync"),
        ["fsyncUnlock"] = OnCluster("unlock"),
        ["logRotate"] = OnCluster("logRotate"),
        ["shutdown"] = OnCluster("shutdown"),
        ["dropConnections"] = OnCluster("dropConnections"),
        ["rotateCertificates"] = OnCluster("rotateCertificates"),
        ["getDefaultRWConcern"] = OnCluster("getDefaultRWConcern"),
        ["setDefaultRWConcern"] = OnCluster("setDefaultRWConcern"),
        ["setFeatureCompatibilityVersion"] = OnCluster("setFeatureCompatibilityVersion"),
        ["appendOplogNote"] = OnCluster("appendOplogNote"),
        ["invalidateUserCache"] = OnCluster("invalidateUserCache"),

        ["replSetGetStatus"] = OnCluster("replSetGetStatus"),
        ["replSetGetConfig"] = OnCluster("replSetGetConfig"),
        ["replSetInitiate"] = OnCluster("replSetConfigure"),
        ["replSetReconfig"] = OnCluster("replSetConfigure"),
        ["replSetStepDown"] = OnCluster("replSetStateChange"),
        ["replSetStepUp"] = OnCluster("replSetStateChange"),
        ["replSetFreeze"] = OnCluster("replSetStateChange"),
        ["replSetMaintenance"] = OnCluster("replSetStateChange"),
        ["replSetSyncFrom"] = OnCluster("replSetStateChange"),
        ["replSetAbortPrimaryCatchUp"] = OnCluster("replSetStateChange"),
        ["replSetResizeOplog"] = OnCluster("replSetResizeOplog"),
        ["replSetHeartbeat"] = MembersOnly,
        ["replSetRequestVotes"] = MembersOnly,
        ["replSetUpdatePosition"] = MembersOnly,

        ["_mergeAuthzCollections"] = new(true, UserRules.Merge),
        ["createUser"] = new(true, UserRules.Create),
        ["updateUser"] = new(true, UserRules.Update),
        ["dropUser"] = OnDatabase("dropUser"),
        ["dropAllUsersFromDatabase"] = OnDatabase("dropUser"),
        ["grantRolesToUser"] = new(true, (session, request) => UserRules.ForEachRole(session, request, "grantRole")),
        ["revokeRolesFromUser"] = new(true, (session, request) => UserRules.ForEachRole(session, request, "revokeRole")),
        ["usersInfo"] = new(true, UserRules.Info),
        ["rolesInfo"] = new(true, UserRules.RolesInfo),
    };

    public static bool Knows(string command) => Rules.ContainsKey(command);

    public static CommandRule Of(string command) => Rules.GetValueOrDefault(command, MembersOnly);

    /// <summary>The collection that the command's first field names.</summary>
    public static ResourcePattern Collection(WireRequest request) => request.Command[0] is BsonString name
        ? ResourcePattern.OfCollection(request.Database, name.Value)
        : ResourcePattern.OfDatabase(request.Database);

    /// <summary>The collection of a full name.</summary>
    public static ResourcePattern Target(BsonValue ns)
    {
        var (database, collection) = Storage.Namespace.Parse(ns is BsonString text ? text.Value : "");
        return ResourcePattern.OfCollection(database, collection);
    }

    public static bool IsTrue(WireRequest request, string field) => request.Command.GetValue(field, false).ToBoolean();

    private static CommandRule OnCluster(string action) => new(true, (session, _) => session.Allows(ResourcePattern.Cluster, action));

    private static CommandRule OnDatabase(string action) => new(true, (session, request) => session.Allows(ResourcePattern.OfDatabase(request.Database), action));

    private static CommandRule OnCollection(string action) => new(true, (session, request) => session.Allows(Collection(request), action));
}
