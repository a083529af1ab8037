using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>The first stage of a pipeline over a database, which makes the documents that others work on.</summary>
internal static class DatabaseSources
{
    public static IEnumerable<BsonDocument> Open(BsonElement stage, Variables variables) => stage.Name switch
    {
        "$documents" => Documents(stage.Value, variables),
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
}
