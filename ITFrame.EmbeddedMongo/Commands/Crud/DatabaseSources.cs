using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>The stages that make documents, with which a pipeline over a database begins.</summary>
internal static class DatabaseSources
{
    public static IEnumerable<BsonDocument> Open(CommandContext context, BsonElement stage, Variables variables) => stage.Name switch
    {
        "$documents" => Documents(stage.Value, variables),
        "$currentOp" when context.Database != "admin" => throw new CommandException(ErrorCode.InvalidNamespace, "$currentOp must be run against the 'admin' database with {aggregate: 1}"),
        "$currentOp" => context.Member.Operations.Active.Select(context.Member.Operations.Describe).ToList(),
        "$listLocalSessions" => OwnSession(context),
        _ => throw new CommandException(ErrorCode.InvalidNamespace, $"{{aggregate: 1}} is not valid for '{stage.Name}'; a collection is required"),
    };

    private static List<BsonDocument> Documents(BsonValue specification, Variables variables)
    {
        if (ExpressionParser.Parse(specification, variables).Evaluate(new EvaluationScope([])) is not BsonArray array)
        {
            throw new CommandException((ErrorCode)5858203, "the argument of $documents must be an array of objects");
        }

        return array.Select(item => item as BsonDocument ?? throw new CommandException((ErrorCode)40228, "an entry of $documents must be an object")).ToList();
    }

    // The member keeps no list of sessions that are merely known; the one that asks is always among them.
    private static List<BsonDocument> OwnSession(CommandContext context) => context.Command.GetValue("lsid", BsonNull.Value) is BsonDocument session
        ? [new BsonDocument { { "_id", session }, { "lastUse", new BsonDateTime(context.Member.Clock.Now) } }]
        : [];
}
