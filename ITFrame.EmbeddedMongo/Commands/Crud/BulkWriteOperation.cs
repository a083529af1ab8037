using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using ITFrame.EmbeddedMongo.Writes;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>One write of a bulkWrite: its kind, where it goes, and the statement that insert, update or delete would be sent.</summary>
internal sealed record BulkWriteOperation(string Kind, Namespace Namespace, BsonDocument Statement)
{
    private static readonly string[] UpdateOptions = ["multi", "upsert", "arrayFilters", "hint", "collation", "constants", "sort"];
    private static readonly string[] DeleteOptions = ["hint", "collation"];

    public static BulkWriteOperation Parse(BsonDocument operation, int index, List<Namespace> namespaces)
    {
        var kind = operation.ElementCount == 0 ? "" : operation.GetElement(0).Name;
        if (kind is not ("insert" or "update" or "delete"))
        {
            throw CommandException.FailedToParse($"BSON field 'bulkWrite.ops.{kind}' is an unknown field.");
        }

        if (!BsonNumber.TryToInt64(operation[0], out var number) || number < 0 || number >= namespaces.Count)
        {
            throw CommandException.BadValue($"BulkWrite ops entry {index} has an invalid nsInfo index.");
        }

        return new BulkWriteOperation(kind, namespaces[(int)number], kind switch
        {
            "insert" => operation.GetValue("document", BsonNull.Value) as BsonDocument ?? throw Missing("document"),
            "update" => Update(operation),
            _ => Delete(operation),
        });
    }

    /// <summary>Runs the write and returns n and, of an update, nModified and upserted.</summary>
    public BsonDocument Run(CollectionWriter writer, Variables variables, SessionStatement? session)
    {
        switch (Kind)
        {
            case "insert":
                var outcome = new BsonDocument("n", 1);
                if (writer.FindOutcome(session) is null)
                {
                    writer.Insert(Statement, session, outcome);
                }

                return outcome;
            case "update":
                CommandContext.RefuseCollation(Statement);
                return UpdateStatement.Parse(Statement, variables).Run(writer, session);
            default:
                return new BsonDocument("n", DeleteCommand.Run(writer, Statement, variables, session));
        }
    }

    private static BsonDocument Update(BsonDocument operation)
    {
        var statement = new BsonDocument { { "q", Filter(operation) }, { "u", operation.GetValue("updateMods", BsonNull.Value) is { IsBsonNull: false } change ? change : throw Missing("updateMods") } };
        foreach (var name in UpdateOptions.Where(operation.Contains))
        {
            statement.Add(name == "constants" ? "c" : name, operation[name]);
        }

        return statement;
    }

    private static BsonDocument Delete(BsonDocument operation)
    {
        var statement = new BsonDocument { { "q", Filter(operation) }, { "limit", operation.GetValue("multi", false).ToBoolean() ? 0 : 1 } };
        foreach (var name in DeleteOptions.Where(operation.Contains))
        {
            statement.Add(name, operation[name]);
        }

        return statement;
    }

    private static BsonDocument Filter(BsonDocument operation) => operation.GetValue("filter", BsonNull.Value) as BsonDocument ?? throw Missing("filter");

    private static CommandException Missing(string field) => new((ErrorCode)40414, $"BSON field 'bulkWrite.ops.{field}' is missing but a required field");
}
