using ITFrame.EmbeddedMongo.Security.Users;

namespace ITFrame.EmbeddedMongo.Security.Authorization;

/// <summary>The roles that need not be created, with the privileges that MongoDB's manual lists for them.</summary>
internal static class BuiltinRoles
{
    private static readonly string[] Read =
        ["changeStream", "collStats", "dbHash", "dbStats", "find", "killCursors", "listCollections", "listIndexes", "planCacheRead"];

    private static readonly string[] ReadWrite =
        [.. Read, "convertToCapped", "createCollection", "createIndex", "dropCollection", "dropIndex", "insert", "remove", "renameCollectionSameDB", "update"];

    private static readonly string[] DbAdmin =
    [
        "analyze", "bypassDocumentValidation", "collMod", "collStats", "compact", "convertToCapped", "createCollection", "createIndex", "dbStats", "dropCollection",
        "dropDatabase", "dropIndex", "enableProfiler", "listCollections", "listIndexes", "planCacheIndexFilter", "planCacheRead", "planCacheWrite", "reIndex",
        "renameCollectionSameDB", "storageDetails", "validate",
    ];

    private static readonly string[] UserAdmin =
    [
        "changeCustomData", "changePassword", "createRole", "createUser", "dropRole", "dropUser", "grantRole", "revokeRole", "setAuthenticationRestriction", "viewRole", "viewUser",
    ];

    private static readonly string[] Monitor =
    [
        "allCollectionStats", "connPoolStats", "getCmdLineOpts", "getDefaultRWConcern", "getLog", "getParameter", "hostInfo", "inprog", "listDatabases", "listSessions",
        "netstat", "operationMetrics", "replSetGetConfig", "replSetGetStatus", "serverStatus", "top", "useUUID",
    ];

    private static readonly string[] Manager =
    [
        "appendOplogNote", "applicationMessage", "getDefaultRWConcern", "getClusterParameter", "listSessions", "replSetConfigure", "replSetGetConfig", "replSetGetStatus",
        "replSetStateChange", "resync", "setClusterParameter", "setDefaultRWConcern", "setFeatureCompatibilityVersion",
    ];

    private static readonly string[] HostManager =
    [
        "applicationMessage", "auditConfigure", "connPoolSync", "dropConnections", "fsync", "invalidateUserCache", "killAnyCursor", "killAnySession", "killop", "logRotate",
        "replSetResizeOplog", "resync", "rotateCertificates", "setParameter", "shutdown", "unlock",
    ];

    private static readonly string[] Statistics = ["collStats", "dbStats", "indexStats"];

    private static readonly Dictionary<string, BuiltinRole> All = new BuiltinRole[]
    {
        new("read", false, [], db => [InDatabase(db, Read), In(db, "system.js", Read)]),
        new("readWrite", false, [], db => [InDatabase(db, ReadWrite), In(db, "system.js", ReadWrite)]),
        new("dbAdmin", false, [], db => [InDatabase(db, DbAdmin), In(db, "system.profile", [.. Read, "convertToCapped", "createCollection", "dropCollection"])]),
        new("userAdmin", false, [], db => [InDatabase(db, UserAdmin)]),
        new("dbOwner", false, [("readWrite", null), ("dbAdmin", null), ("userAdmin", null)], _ => []),
        new("readAnyDatabase", true, [], _ => [Everywhere(Read), OnCluster("listDatabases"), In("", "system.js", Read)]),
        new("readWriteAnyDatabase", true, [("readAnyDatabase", null)], _ => [Everywhere(ReadWrite), In("", "system.js", ReadWrite)]),
        new("dbAdminAnyDatabase", true, [], _ =>
        [
            Everywhere(DbAdmin), OnCluster("listDatabases", "applyOps"), In("", "system.profile", [.. Read, "convertToCapped", "createCollection", "dropCollection"]),
        ]),
        new("userAdminAnyDatabase", true, [], _ =>
        [
            Everywhere([.. UserAdmin, "listCachedAndActiveUsers"]), InDatabase("local", UserAdmin), InDatabase("config", UserAdmin),
            OnCluster("listDatabases", "authSchemaUpgrade", "invalidateUserCache", "viewUser"), In("admin", "system.users", [.. Read, "createIndex", "dropIndex"]),
            In("admin", "system.roles", [.. Read, "createIndex", "dropIndex"]), In("", "system.users", Read), In("admin", "system.version", Read),
        ]),
        new("clusterMonitor", true, [("read", "config"), ("read", "local")], _ =>
        [
            OnCluster(Monitor), Everywhere(Statistics), InDatabase("config", Statistics), InDatabase("local", Statistics), In("local", "system.replset", ["find"]),
            In("local", "replset.election", ["find"]), In("local", "replset.minvalid", ["find"]), In("", "system.profile", ["find"]),
        ]),
        new("hostManager", true, [], _ => [OnCluster(HostManager), Everywhere(["killCursors"])]),
        new("clusterManager", true, [("read", "config")], _ =>
            [OnCluster(Manager), InDatabase("config", ["insert", "remove", "update"]), InDatabase("local", ["insert", "remove", "update"]), In("local", "system.replset", Read)]),
        new("clusterAdmin", true, [("clusterMonitor", null), ("hostManager", null), ("clusterManager", null)], _ => [Everywhere(["dropDatabase"])]),
        new("backup", true, [], _ =>
        [
            Everything("collStats", "listCollections", "listIndexes"), Everywhere(["find"]), InDatabase("config", ["find"]), InDatabase("local", ["find"]),
            In("", "system.js", ["find"]), In("", "system.users", ["find"]), In("admin", "system.roles", ["find"]), In("admin", "system.version", ["find"]),
            OnCluster("appendOplogNote", "getParameter", "listDatabases", "serverStatus", "useUUID"),
        ]),
        new("restore", true, [], _ =>
        [
            Everywhere([.. UserAdmin, "bypassDocumentValidation", "collMod", "convertToCapped", "createCollection", "createIndex", "dropCollection", "insert"]),
            OnCluster("applyOps", "forceUUID", "getParameter", "useUUID"), Everything("listCollections"),
        ]),
        new(
            "root",
            true,
            [("clusterAdmin", null), ("userAdminAnyDatabase", null), ("dbAdminAnyDatabase", null), ("readWriteAnyDatabase", null), ("backup", null), ("restore", null)],
            _ => [Everything("validate")]),
    }.ToDictionary(role => role.Name, StringComparer.Ordinal);

    /// <summary>What members may do to each other.</summary>
    public static IReadOnlyList<Privilege> OfMembers { get; } = [Everything(Privilege.AnyAction)];

    public static IEnumerable<UserName> OfDatabase(string database) => All.Values.Select(role => new UserName(role.Name, database)).Where(Exists);

    public static bool Exists(UserName name) => All.TryGetValue(name.Name, out var role) && (!role.IsAdminOnly || name.Database == "admin");

    public static IEnumerable<UserName> InheritedBy(UserName name) =>
        All[name.Name].Inherits.Select(inherited => new UserName(inherited.Role, inherited.Database ?? name.Database));

    public static IEnumerable<Privilege> OwnPrivilegesOf(UserName name) => All[name.Name].Privileges(name.Database);

    /// <summary>What roles allow together, with what they inherit.</summary>
    public static IReadOnlyList<Privilege> PrivilegesOf(IEnumerable<UserName> roles) => Privilege.Merge(roles.Where(Exists).SelectMany(Expand));

    private static IEnumerable<Privilege> Expand(UserName name) => OwnPrivilegesOf(name).Concat(InheritedBy(name).SelectMany(Expand));

    private static Privilege InDatabase(string database, string[] actions) => new(ResourcePattern.OfDatabase(database), Set(actions));

    private static Privilege In(string database, string collection, string[] actions) => new(ResourcePattern.OfCollection(database, collection), Set(actions));

    private static Privilege Everywhere(string[] actions) => new(ResourcePattern.AnyNormal, Set(actions));

    private static Privilege OnCluster(params string[] actions) => new(ResourcePattern.Cluster, Set(actions));

    private static Privilege Everything(params string[] actions) => new(ResourcePattern.Any, Set(actions));

    private static HashSet<string> Set(string[] actions) => new(actions, StringComparer.Ordinal);
}
