using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query.Schema;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>From a query document to conditions.</summary>
internal static class FilterParser
{
    public static Condition Parse(BsonDocument query, Variables variables)
    {
        var conditions = new List<Condition>();
        foreach (var element in query)
        {
            if (element.Name.StartsWith('$'))
            {
                AddTopLevel(element, conditions, variables);
            }
            else
            {
                AddField(new BsonPath(element.Name), element.Value, conditions);
            }
        }

        return conditions.Count == 1 ? conditions[0] : new AllOf(conditions);
    }

    public static bool IsOperatorDocument(BsonValue value) =>
        value is BsonDocument { ElementCount: > 0 } document && document.GetElement(0).Name is ['$', ..] and not ("$ref" or "$id" or "$db");

    private static void AddTopLevel(BsonElement element, List<Condition> conditions, Variables variables)
    {
        switch (element.Name)
        {
            case "$and":
                foreach (var condition in ParseList(element, variables))
                {
                    // Flattened, so that the planner sees one list of what must hold.
                    conditions.AddRange(condition is AllOf all ? all.Conditions : [condition]);
                }

                break;
            case "$or":
                conditions.Add(new AnyOf(ParseList(element, variables)));
                break;
            case "$nor":
                conditions.Add(new Not(new AnyOf(ParseList(element, variables))));
                break;
            case "$expr":
                conditions.Add(new ExpressionHolds(ExpressionParser.Parse(element.Value, variables)));
                break;
            case "$jsonSchema":
                conditions.Add(new SatisfiesSchema(JsonSchemaParser.Parse(element.Value)));
                break;
            case "$comment":
                break;
            case "$where" or "$text":
                throw new CommandException(ErrorCode.NotImplemented, $"{element.Name} is not supported by this stand-in");
            case "$alwaysTrue":
                conditions.Add(new Always(true));
                break;
            case "$alwaysFalse":
                conditions.Add(new Always(false));
                break;
            default:
                throw CommandException.BadValue($"unknown top level operator: {element.Name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.");
        }
    }

    private static List<Condition> ParseList(BsonElement element, Variables variables)
    {
        if (element.Value is not BsonArray { Count: > 0 } array)
        {
            throw CommandException.BadValue($"{element.Name} must be a nonempty array");
        }

        return array
            .Select(item => item is BsonDocument document ? Parse(document, variables) : throw CommandException.BadValue($"{element.Name} argument's entries must be objects"))
            .ToList();
    }

    private static void AddField(BsonPath path, BsonValue value, List<Condition> conditions)
    {
        if (!IsOperatorDocument(value))
        {
            conditions.Add(new FieldMatches(path, EqualTo(value)));
            return;
        }

        var operators = value.AsBsonDocument;
        foreach (var element in operators)
        {
            AddOperator(path, element, operators, conditions);
        }
    }

    private static void AddOperator(BsonPath path, BsonElement element, BsonDocument siblings, List<Condition> conditions)
    {
        switch (element.Name)
        {
            case "$not":
                conditions.Add(new Not(ParseNot(path, element.Value)));
                break;
            case "$all":
                AddAll(path, element.Value, conditions);
                break;
            default:
                foreach (var (predicate, negated) in Predicates(element, siblings))
                {
                    var condition = new FieldMatches(path, predicate);
                    conditions.Add(negated ? new Not(condition) : condition);
                }

                break;
        }
    }

    private static AllOf ParseNot(BsonPath path, BsonValue value)
    {
        var inner = new List<Condition>();
        switch (value)
        {
            case BsonRegularExpression expression:
                inner.Add(new FieldMatches(path, new MatchesPattern(Patterns.Compile(expression), expression)));
                break;
            case BsonDocument { ElementCount: > 0 } document when IsOperatorDocument(document):
                AddField(path, document, inner);
                break;
            default:
                throw CommandException.BadValue("$not needs a regex or a document");
        }

        return new AllOf(inner);
    }

    private static void AddAll(BsonPath path, BsonValue value, List<Condition> conditions)
    {
        if (value is not BsonArray array)
        {
            throw CommandException.BadValue("$all needs an array");
        }

        if (array.Count == 0)
        {
            conditions.Add(new Always(false));
        }

        foreach (var item in array)
        {
            AddField(path, item is BsonDocument document && document.Contains("$elemMatch") ? document : new BsonDocument("$eq", item), conditions);
        }
    }

    /// <summary>The predicates behind one operator; most are one, some are the negation of one.</summary>
    private static IEnumerable<(ValuePredicate Predicate, bool IsNegated)> Predicates(BsonElement element, BsonDocument siblings)
    {
        var operand = element.Value;
        return element.Name switch
        {
            "$eq" => [(operand is BsonRegularExpression ? new Comparison(ComparisonKind.Equal, operand) : EqualTo(operand), false)],
            "$ne" => [(operand is BsonRegularExpression ? throw CommandException.BadValue("Can't have regex as arg to $ne.") : EqualTo(operand), true)],
            "$gt" => [(Ordered(ComparisonKind.Greater, operand), false)],
            "$gte" => [(Ordered(ComparisonKind.GreaterOrEqual, operand), false)],
            "$lt" => [(Ordered(ComparisonKind.Less, operand), false)],
            "$lte" => [(Ordered(ComparisonKind.LessOrEqual, operand), false)],
            "$in" => [(new OneOf(ArrayOf(element)), false)],
            "$nin" => [(new OneOf(ArrayOf(element)), true)],
            "$exists" => [(new Exists(), !IsTrue(operand))],
            "$type" => [(new HasType(BsonTypeNames.Parse(operand)), false)],
            "$size" => [(new HasSize(SizeOf(operand)), false)],
            "$mod" => [(Remainder(operand), false)],
            "$regex" => [(PatternOf(operand, siblings.GetValue("$options", "")), false)],
            "$options" when siblings.Contains("$regex") => [],
            "$elemMatch" => [(ParseElementMatch(operand), false)],
            "$bitsAllSet" => [(new HasBits(MaskOf(operand), all: true, set: true), false)],
            "$bitsAnySet" => [(new HasBits(MaskOf(operand), all: false, set: true), false)],
            "$bitsAllClear" => [(new HasBits(MaskOf(operand), all: true, set: false), false)],
            "$bitsAnyClear" => [(new HasBits(MaskOf(operand), all: false, set: false), false)],
            "$comment" => [],
            "$near" or "$nearSphere" or "$geoWithin" or "$geoIntersects" => throw new CommandException(ErrorCode.NotImplemented, $"{element.Name} is not supported by this stand-in"),
            _ => throw CommandException.BadValue($"unknown operator: {element.Name}"),
        };
    }

    private static ValuePredicate EqualTo(BsonValue value) => value is BsonRegularExpression expression
        ? new MatchesPattern(Patterns.Compile(expression), expression)
        : new Comparison(ComparisonKind.Equal, value is BsonUndefined ? throw CommandException.BadValue("cannot compare to undefined") : value);

    private static Comparison Ordered(ComparisonKind kind, BsonValue operand) => operand is BsonRegularExpression
        ? throw CommandException.BadValue("Can't have RegEx as arg to predicate over field")
        : new Comparison(kind, operand);

    private static bool IsTrue(BsonValue value) => Expression.IsTrue(value);

    private static BsonArray ArrayOf(BsonElement element)
    {
        if (element.Value is not BsonArray array)
        {
            throw CommandException.BadValue($"{element.Name} needs an array");
        }

        return array.Any(IsOperatorDocument) ? throw CommandException.BadValue($"cannot nest $ under {element.Name}") : array;
    }

    private static int SizeOf(BsonValue value) => BsonNumber.TryToInt64(value, out var size) && size is >= 0 and <= int.MaxValue
        ? (int)size
        : throw CommandException.FailedToParse($"Failed to parse $size. Expected a non-negative integer in: $size: {BsonText.Of(value)}");

    private static HasRemainder Remainder(BsonValue value)
    {
        if (value is not BsonArray { Count: 2 } array || !BsonNumber.Is(array[0]) || !BsonNumber.Is(array[1]))
        {
            throw CommandException.BadValue("malformed mod, needs to be an array of two numbers");
        }

        var divisor = BsonNumber.Truncate(array[0]);
        return divisor == 0 ? throw CommandException.BadValue("divisor cannot be 0") : new HasRemainder(divisor, BsonNumber.Truncate(array[1]));
    }

    private static MatchesPattern PatternOf(BsonValue value, BsonValue options)
    {
        if (options is not BsonString)
        {
            throw CommandException.BadValue("$options has to be a string");
        }

        var text = options.AsString;
        var expression = value switch
        {
            BsonString pattern => new BsonRegularExpression(pattern.AsString, text),
            BsonRegularExpression given => new BsonRegularExpression(given.Pattern, text.Length > 0 ? text : given.Options),
            _ => throw CommandException.BadValue("$regex has to be a string"),
        };
        return new MatchesPattern(Patterns.Compile(expression), expression);
    }

    public static ValuePredicate ParseElementMatch(BsonValue value)
    {
        if (value is not BsonDocument document)
        {
            throw CommandException.BadValue("$elemMatch needs an Object");
        }

        var isLogical = document.ElementCount > 0 && document.GetElement(0).Name is "$and" or "$or" or "$nor" or "$expr";
        if (!IsOperatorDocument(document) || isLogical)
        {
            return new ElementMatches(Parse(document, Variables.None));
        }

        return new ElementValueMatches(document.SelectMany(element => ElementPredicates(element, document)).ToList());
    }

    private static IEnumerable<(ValuePredicate, bool)> ElementPredicates(BsonElement element, BsonDocument siblings) => element.Name switch
    {
        "$not" when element.Value is BsonRegularExpression expression => [(new MatchesPattern(Patterns.Compile(expression), expression), true)],
        "$not" when element.Value is BsonDocument { ElementCount: 1 } inner =>
            Predicates(inner.GetElement(0), inner).Select(entry => (entry.Predicate, !entry.IsNegated)),
        _ => Predicates(element, siblings),
    };

    private static ulong MaskOf(BsonValue value)
    {
        if (value is BsonArray positions)
        {
            return positions.Aggregate(0UL, (mask, position) => BsonNumber.TryToInt64(position, out var bit) && bit is >= 0 and < 64
                ? mask | (1UL << (int)bit)
                : throw CommandException.BadValue("bit positions must be integers from 0 to 63"));
        }

        return BsonNumber.TryToInt64(value, out var number) && number >= 0
            ? (ulong)number
            : throw CommandException.BadValue("a bit mask must be a non-negative integer or an array of bit positions");
    }
}
