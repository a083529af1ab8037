using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>The last stage of a pipeline that stores its result: $out, or $merge.</summary>
/// <param name="Database">Null: the database of the command.</param>
/// <param name="Collection">Where the result goes.</param>
/// <param name="Merge">How each document meets what is there; null: the result takes the place of the whole collection.</param>
internal sealed record PipelineOutput(string? Database, string Collection, MergeRules? Merge)
{
    public static PipelineOutput Parse(BsonElement stage, Variables variables)
    {
        if (stage.Name == "$out")
        {
            var (database, collection) = Target(stage.Value);
            return new PipelineOutput(database, collection, null);
        }

        var options = stage.Value as BsonDocument ?? new BsonDocument("into", stage.Value);
        var (into, name) = Target(options.GetValue("into", BsonNull.Value));
        return new PipelineOutput(into, name, MergeRules.Parse(options, variables));
    }

    private static (string? Database, string Collection) Target(BsonValue value) => value switch
    {
        BsonString { Value.Length: > 0 } name => (null, name.Value),
        BsonDocument target when target.GetValue("coll", BsonNull.Value) is BsonString { Value.Length: > 0 } name => (target.GetValue("db", BsonNull.Value) is { IsBsonNull: false } database ? BsonFields.Text(database, "db") : null, name.Value),
        _ => throw new CommandException((ErrorCode)16990, "the target of $out or $merge must be a collection's name, or an object with 'db' and 'coll'"),
    };
}
