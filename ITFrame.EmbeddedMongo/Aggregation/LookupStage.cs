using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>$lookup by equality of two fields. Sub-pipelines run without variables of the outer document.</summary>
internal static class LookupStage
{
    public static Stage Parse(BsonDocument specification)
    {
        var from = Text(specification, "from");
        var into = new BsonPath(Text(specification, "as"));
        var local = new BsonPath(Text(specification, "localField"));
        var foreign = Text(specification, "foreignField");
        if (specification.Contains("let"))
        {
            throw new CommandException(ErrorCode.NotImplemented, "$lookup with 'let' is not supported");
        }

        var pipeline = specification.TryGetValue("pipeline", out var stages) ? Pipeline.Parse(stages.AsBsonArray) : null;
        return (input, context) => input.Select(document =>
        {
            var values = new BsonArray(local.Values(document).SelectMany(value => value is BsonArray array ? array : [value ?? BsonNull.Value]));
            if (values.Count == 0)
            {
                values.Add(BsonNull.Value);
            }

            var found = context.Find(from, new BsonDocument(foreign, new BsonDocument("$in", values)));
            var result = (BsonDocument)document.Clone();
            FieldSetter.Set(result, into, new BsonArray(pipeline?.RunWhole(found, context) ?? found));
            return result;
        });
    }

    private static string Text(BsonDocument specification, string name) => specification.GetValue(name, BsonNull.Value) is BsonString { Value.Length: > 0 } text
        ? text.Value
        : throw CommandException.FailedToParse($"$lookup needs the string '{name}'");
}
