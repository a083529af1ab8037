using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Operators that decide themselves what to evaluate, or that bind variables.</summary>
internal static class ControlOperators
{
    public static Expression? TryParse(string name, BsonValue operand) => name switch
    {
        "$literal" => new Constant(operand),
        "$and" => And(ExpressionParser.ParseArguments(operand)),
        "$or" => Or(ExpressionParser.ParseArguments(operand)),
        "$cond" => Condition(operand),
        "$ifNull" => IfNull(ExpressionParser.ParseArguments(operand)),
        "$switch" => Switch(Object(name, operand)),
        "$let" => Let(Object(name, operand)),
        "$filter" => FilterArray(Object(name, operand)),
        "$map" => MapArray(Object(name, operand)),
        "$reduce" => Reduce(Object(name, operand)),
        _ => null,
    };

    private static Computed And(Expression[] arguments) =>
        new(scope => Array.TrueForAll(arguments, argument => Expression.IsTrue(argument.Evaluate(scope))));

    private static Computed Or(Expression[] arguments) =>
        new(scope => Array.Exists(arguments, argument => Expression.IsTrue(argument.Evaluate(scope))));

    private static Computed Condition(BsonValue operand)
    {
        var (test, then, otherwise) = operand switch
        {
            BsonArray { Count: 3 } array => (array[0], array[1], array[2]),
            BsonDocument document => (Field(document, "$cond", "if"), Field(document, "$cond", "then"), Field(document, "$cond", "else")),
            _ => throw CommandException.FailedToParse("Expression $cond takes exactly 3 arguments."),
        };
        var (first, second, third) = (ExpressionParser.Parse(test), ExpressionParser.Parse(then), ExpressionParser.Parse(otherwise));
        return new Computed(scope => Expression.IsTrue(first.Evaluate(scope)) ? second.Evaluate(scope) : third.Evaluate(scope));
    }

    private static Computed IfNull(Expression[] arguments)
    {
        if (arguments.Length < 2)
        {
            throw CommandException.FailedToParse("$ifNull needs at least two arguments");
        }

        return new Computed(scope =>
        {
            foreach (var argument in arguments.AsSpan()[..^1])
            {
                if (argument.Evaluate(scope) is { } value && !Expression.IsNullish(value))
                {
                    return value;
                }
            }

            return arguments[^1].Evaluate(scope);
        });
    }

    private static Computed Switch(BsonDocument operand)
    {
        if (Field(operand, "$switch", "branches") is not BsonArray { Count: > 0 } list)
        {
            throw CommandException.FailedToParse("$switch requires at least one branch.");
        }

        var branches = list
            .Select(item => item as BsonDocument ?? throw CommandException.FailedToParse("$switch expected each branch to be an object"))
            .Select(branch => (Case: ExpressionParser.Parse(Field(branch, "$switch", "case")), Then: ExpressionParser.Parse(Field(branch, "$switch", "then"))))
            .ToList();
        var fallback = operand.TryGetValue("default", out var given) ? ExpressionParser.Parse(given) : null;
        return new Computed(scope =>
        {
            foreach (var (test, then) in branches)
            {
                if (Expression.IsTrue(test.Evaluate(scope)))
                {
                    return then.Evaluate(scope);
                }
            }

            return fallback is null
                ? throw new CommandException((ErrorCode)40066, "$switch could not find a matching branch for an input, and no default was specified.")
                : fallback.Evaluate(scope);
        });
    }

    private static Computed Let(BsonDocument operand)
    {
        var variables = Object("$let", Field(operand, "$let", "vars")).Select(element => (element.Name, Value: ExpressionParser.Parse(element.Value))).ToList();
        var body = ExpressionParser.Parse(Field(operand, "$let", "in"));
        return new Computed(scope => body.Evaluate(variables.Aggregate(scope, (inner, variable) => inner.With(variable.Name, variable.Value.Evaluate(scope)))));
    }

    private static Computed FilterArray(BsonDocument operand)
    {
        var input = ExpressionParser.Parse(Field(operand, "$filter", "input"));
        var condition = ExpressionParser.Parse(Field(operand, "$filter", "cond"));
        var name = operand.GetValue("as", "this").AsString;
        var limit = operand.TryGetValue("limit", out var given) ? ExpressionParser.Parse(given) : null;
        return new Computed(scope =>
        {
            if (Items("$filter", input.Evaluate(scope)) is not { } items)
            {
                return BsonNull.Value;
            }

            var kept = items.Where(item => Expression.IsTrue(condition.Evaluate(scope.With(name, item))));
            return limit?.Evaluate(scope) is { IsNumeric: true } count ? new BsonArray(kept.Take(count.ToInt32())) : new BsonArray(kept);
        });
    }

    private static Computed MapArray(BsonDocument operand)
    {
        var input = ExpressionParser.Parse(Field(operand, "$map", "input"));
        var body = ExpressionParser.Parse(Field(operand, "$map", "in"));
        var name = operand.GetValue("as", "this").AsString;
        return new Computed(scope => Items("$map", input.Evaluate(scope)) is { } items
            ? new BsonArray(items.Select(item => body.Evaluate(scope.With(name, item)) ?? BsonNull.Value))
            : BsonNull.Value);
    }

    private static Computed Reduce(BsonDocument operand)
    {
        var input = ExpressionParser.Parse(Field(operand, "$reduce", "input"));
        var initial = ExpressionParser.Parse(Field(operand, "$reduce", "initialValue"));
        var body = ExpressionParser.Parse(Field(operand, "$reduce", "in"));
        return new Computed(scope => Items("$reduce", input.Evaluate(scope)) is { } items
            ? items.Aggregate(initial.Evaluate(scope), (value, item) => body.Evaluate(scope.With("value", value).With("this", item)))
            : BsonNull.Value);
    }

    private static BsonArray? Items(string name, BsonValue? value) => value switch
    {
        BsonArray array => array,
        _ when Expression.IsNullish(value) => null,
        _ => throw new CommandException((ErrorCode)28651, $"input to {name} must be an array"),
    };

    private static BsonDocument Object(string name, BsonValue value) =>
        value as BsonDocument ?? throw CommandException.FailedToParse($"{name} only supports an object as its argument");

    private static BsonValue Field(BsonDocument document, string name, string field) =>
        document.TryGetValue(field, out var value) ? value : throw CommandException.FailedToParse($"Missing '{field}' parameter to {name}");
}
