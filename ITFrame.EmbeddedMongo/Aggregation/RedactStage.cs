using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Keeps, drops or descends into each level of a document, as an expression decides.</summary>
internal static class RedactStage
{
    private const string Keep = "keep";
    private const string Prune = "prune";
    private const string Descend = "descend";

    public static Stage Parse(BsonValue specification, Variables variables)
    {
        var decide = ExpressionParser.Parse(specification, variables.OfStage("KEEP", Keep).OfStage("PRUNE", Prune).OfStage("DESCEND", Descend));
        return (input, _) => input.Select(document => Redact(document, document, decide)).OfType<BsonDocument>();
    }

    private static BsonDocument? Redact(BsonDocument current, BsonDocument root, Expression decide)
    {
        switch (decide.Evaluate(new EvaluationScope(current).With("ROOT", root)))
        {
            case BsonString { Value: Keep }:
                return current;
            case BsonString { Value: Prune }:
                return null;
            case BsonString { Value: Descend }:
                var result = new BsonDocument(allowDuplicateNames: true);
                foreach (var element in current)
                {
                    if (Inside(element.Value, root, decide) is { } value)
                    {
                        result.Add(element.Name, value);
                    }
                }

                return result;
            default:
                throw new CommandException((ErrorCode)17053, "$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE");
        }
    }

    private static BsonValue? Inside(BsonValue value, BsonDocument root, Expression decide) => value switch
    {
        BsonDocument document => Redact(document, root, decide),
        BsonArray array => new BsonArray(array.Select(item => Inside(item, root, decide)).OfType<BsonValue>()),
        _ => value,
    };
}
