using System.Diagnostics.CodeAnalysis;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>All operators of the expression language that evaluate their arguments first.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, OperatorDefinition> Definitions = Build();

    public static bool TryFind(string name, [NotNullWhen(true)] out OperatorDefinition? definition) =>
        Definitions.TryGetValue(name, out definition);

    private static Dictionary<string, OperatorDefinition> Build()
    {
        var table = new Dictionary<string, OperatorDefinition>(StringComparer.Ordinal)
        {
            ["$eq"] = Compare(order => order == 0),
            ["$ne"] = Compare(order => order != 0),
            ["$gt"] = Compare(order => order > 0),
            ["$gte"] = Compare(order => order >= 0),
            ["$lt"] = Compare(order => order < 0),
            ["$lte"] = Compare(order => order <= 0),
            ["$cmp"] = new(2, 2, values => Math.Sign(BsonComparer.Instance.Compare(values[0], values[1]))),
            ["$not"] = new(1, 1, values => !Expression.IsTrue(values[0])),
            ["$type"] = new(1, 1, values => values[0] is null ? "missing" : Query.BsonTypeNames.Of(values[0]!.BsonType)),
            ["$isNumber"] = new(1, 1, values => values[0] is not null && BsonNumber.Is(values[0]!)),
            ["$rand"] = new(0, 1, _ => Random.Shared.NextDouble()),
        };
        ArithmeticOperators.AddTo(table);
        TextOperators.AddTo(table);
        ArrayOperators.AddTo(table);
        ObjectOperators.AddTo(table);
        DateOperators.AddTo(table);
        ConversionOperators.AddTo(table);
        return table;
    }

    private static OperatorDefinition Compare(Func<int, bool> holds) => new(2, 2, values => holds(Order(values[0], values[1])));

    // Here, unlike in a sort, a missing field is less than null.
    private static int Order(BsonValue? left, BsonValue? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => right is BsonUndefined ? 1 : -1,
        (_, null) => left is BsonUndefined ? -1 : 1,
        _ => BsonComparer.Instance.Compare(left, right),
    };
}
