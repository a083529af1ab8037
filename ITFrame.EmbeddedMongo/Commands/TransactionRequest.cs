using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>That a command belongs to a multi-document transaction, and whether it begins it.</summary>
internal sealed record TransactionRequest(bool IsStart)
{
    private static readonly HashSet<string> Allowed =
    [
        "aggregate", "bulkWrite", "create", "createIndexes", "delete", "distinct", "find", "findAndModify", "findandmodify", "getMore", "insert",
        "killCursors", "update", "commitTransaction", "abortTransaction", "hello", "isMaster", "ismaster", "ping",
    ];

    public static TransactionRequest? Parse(BsonDocument command, string database)
    {
        var autocommit = command.GetValue("autocommit", BsonNull.Value);
        var start = command.GetValue("startTransaction", BsonNull.Value);
        if (autocommit is BsonNull)
        {
            return start is BsonNull ? null : throw Invalid("'startTransaction' field requires 'autocommit' field to also be specified");
        }

        if (autocommit != false)
        {
            throw Invalid("autocommit must be false");
        }

        if (start is not BsonNull && start != true)
        {
            throw Invalid("Specifying startTransaction=false is not allowed.");
        }

        if (!command.Contains("txnNumber"))
        {
            throw Invalid("'autocommit' field requires a transaction number to also be specified");
        }

        var request = new TransactionRequest(start is BsonBoolean);
        request.Demand(command, database);
        return request;
    }

    /// <summary>Whether the command ends the transaction.</summary>
    public static bool IsEnd(string name) => name is "commitTransaction" or "abortTransaction";

    private static CommandException Invalid(string message) => new(ErrorCode.InvalidOptions, message);

    private void Demand(BsonDocument command, string database)
    {
        var name = command.GetElement(0).Name;
        if (!Allowed.Contains(name))
        {
            throw new CommandException(ErrorCode.OperationNotSupportedInTransaction, $"Cannot run '{name}' in a multi-document transaction.");
        }

        if ((!IsEnd(name) && database is "config" or "local") || (database == "admin" && name is "insert" or "update" or "delete" or "findAndModify"))
        {
            throw new CommandException(ErrorCode.OperationNotSupportedInTransaction, $"Cannot run command against the '{database}' database in a transaction");
        }

        if (!IsStart && command.Contains("readConcern"))
        {
            throw Invalid("Only the first command in a transaction may specify a readConcern");
        }

        if (!IsEnd(name) && command.Contains("writeConcern"))
        {
            throw Invalid("writeConcern is not allowed within a multi-statement transaction");
        }

        if (IsEnd(name) && IsStart)
        {
            throw Invalid($"{name} cannot begin a transaction");
        }
    }
}
