using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>A field of a group, with what gathers its value.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Create">A new accumulator; it may depend on the key of the group that it is for.</param>
/// <param name="Value">What is added to it from each document.</param>
internal sealed record AccumulatorField(string Name, Func<EvaluationScope, Accumulator> Create, Expression Value)
{
    public static List<AccumulatorField> ParseAll(IEnumerable<BsonElement> fields, Variables variables) => fields.Select(field => Parse(field, variables)).ToList();

    public static AccumulatorField Parse(BsonElement element, Variables variables)
    {
        if (element.Name.Contains('.', StringComparison.Ordinal))
        {
            throw new CommandException((ErrorCode)40235, $"The field name '{element.Name}' cannot contain '.'");
        }

        if (element.Value is not BsonDocument { ElementCount: 1 } document)
        {
            throw new CommandException((ErrorCode)40234, $"The field '{element.Name}' must be an accumulator object");
        }

        var operation = document.GetElement(0);
        if (operation.Name == "$count")
        {
            return new AccumulatorField(element.Name, _ => Accumulator.Sum(), new Constant(1));
        }

        return RankedAccumulators.TryParse(operation, variables) is var (create, value)
            ? new AccumulatorField(element.Name, create, value)
            : new AccumulatorField(element.Name, Fixed(Accumulator.Find(operation.Name)), ExpressionParser.Parse(operation.Value, variables));
    }

    private static Func<EvaluationScope, Accumulator> Fixed(Func<Accumulator> create) => _ => create();
}
