using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>The stable API: there is version 1 of it, and a client can ask to be kept to it.</summary>
internal static class ApiVersions
{
    private static readonly HashSet<string> VersionOne = new(StringComparer.Ordinal)
    {
        "abortTransaction", "aggregate", "bulkWrite", "collMod", "commitTransaction", "count", "create", "createIndexes", "delete", "drop", "dropDatabase",
        "dropIndexes", "endSessions", "explain", "find", "findAndModify", "findandmodify", "getMore", "hello", "insert", "killCursors", "listCollections",
        "listDatabases", "listIndexes", "ping", "refreshSessions", "update", "authenticate", "saslStart", "saslContinue", "logout",
    };

    public static bool IsInVersionOne(ICommand command) => VersionOne.Contains(command.Names[0]);

    public static void Check(BsonDocument request, ICommand command)
    {
        var version = request.GetValue("apiVersion", BsonNull.Value);
        if (version.IsBsonNull)
        {
            var orphan = Array.Find(["apiStrict", "apiDeprecationErrors"], request.Contains);
            if (orphan is not null)
            {
                throw new CommandException(ErrorCode.InvalidOptions, $"Provided {orphan}, but did not provide apiVersion");
            }

            return;
        }

        if (version is not BsonString { Value: "1" })
        {
            throw new CommandException(ErrorCode.APIVersionError, "API version must be \"1\"");
        }

        if (request.GetValue("apiStrict", false).ToBoolean() && !IsInVersionOne(command))
        {
            throw new CommandException(ErrorCode.APIStrictError, $"Provided apiStrict:true, but the command {request.GetElement(0).Name} is not in API Version 1");
        }
    }
}
