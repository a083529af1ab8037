using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>How $merge joins a document with one that is there already.</summary>
/// <param name="On">The fields by which the two are the same.</param>
/// <param name="WhenMatched">replace, keepExisting, merge, fail, or pipeline.</param>
/// <param name="WhenNotMatched">insert, discard or fail.</param>
/// <param name="Stages">The stages of the update when it is a pipeline.</param>
/// <param name="Let">What the update may call by name, over the new document; without it, $$new.</param>
/// <param name="Variables">The variables of the command.</param>
internal sealed record MergeRules(IReadOnlyList<string> On, string WhenMatched, string WhenNotMatched, BsonArray? Stages, BsonDocument Let, Variables Variables)
{
    public static MergeRules Parse(BsonDocument options, Variables variables)
    {
        var on = options.GetValue("on", "_id") is BsonArray list ? list.Select(Path).ToList() : [Path(options.GetValue("on", "_id"))];
        var matched = options.GetValue("whenMatched", "merge");
        var notMatched = BsonFields.Text(options.GetValue("whenNotMatched", "insert"), "$merge.whenNotMatched");
        var mode = matched is BsonArray ? "pipeline" : BsonFields.Text(matched, "$merge.whenMatched");
        if (mode is not ("replace" or "keepExisting" or "merge" or "fail" or "pipeline") || notMatched is not ("insert" or "discard" or "fail"))
        {
            throw CommandException.BadValue($"$merge does not know whenMatched '{mode}' with whenNotMatched '{notMatched}'");
        }

        var let = options.GetValue("let", BsonNull.Value) as BsonDocument ?? new BsonDocument("new", "$$ROOT");
        return new MergeRules(on, mode, notMatched, matched as BsonArray, let, variables);
    }

    private static string Path(BsonValue value) => new BsonPath(BsonFields.Text(value, "$merge.on")).Text;

    /// <summary>The variables of the update for one new document.</summary>
    public Variables For(BsonDocument document)
    {
        var scope = new EvaluationScope(document);
        return Let.Aggregate(Variables, (given, element) => given.Given(element.Name, ExpressionParser.Parse(element.Value, Variables).Evaluate(scope)));
    }
}
