using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Operators that decide themselves what to evaluate, or that bind variables.</summary>
internal static class ControlOperators
{
    public static Expression? TryParse(string name, BsonValue operand, Variables variables) => name switch
    {
        "$literal" or "$const" => new Constant(operand),
        "$and" => And(ExpressionParser.ParseArguments(operand, variables)),
        "$or" => Or(ExpressionParser.ParseArguments(operand, variables)),
        "$cond" => Condition(operand, variables),
        "$ifNull" => IfNull(ExpressionParser.ParseArguments(operand, variables)),
        "$switch" => Switch(Object(name, operand), variables),
        "$let" => Let(Object(name, operand), variables),
        "$filter" => FilterArray(Object(name, operand), variables),
        "$map" => MapArray(Object(name, operand), variables),
        "$reduce" => Reduce(Object(name, operand), variables),
        _ => null,
    };

    private static Computed And(Expression[] arguments) =>
        new(scope => Array.TrueForAll(arguments, argument => Expression.IsTrue(argument.Evaluate(scope))));

    private static Computed Or(Expression[] arguments) =>
        new(scope => Array.Exists(arguments, argument => Expression.IsTrue(argument.Evaluate(scope))));

    private static Computed Condition(BsonValue operand, Variables variables)
    {
        var (test, then, otherwise) = operand switch
        {
            BsonArray { Count: 3 } array => (array[0], array[1], array[2]),
            BsonDocument document => (Field(document, "$cond", "if"), Field(document, "$cond", "then"), Field(document, "$cond", "else")),
            _ => throw CommandException.FailedToParse("Expression $cond takes exactly 3 arguments."),
        };
        var (first, second, third) = (ExpressionParser.Parse(test, variables), ExpressionParser.Parse(then, variables), ExpressionParser.Parse(otherwise, variables));
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

    private static Computed Switch(BsonDocument operand, Variables variables)
    {
        if (Field(operand, "$switch", "branches") is not BsonArray { Count: > 0 } list)
        {
            throw CommandException.FailedToParse("$switch requires at least one branch.");
        }

        var branches = list
            .Select(item => item as BsonDocument ?? throw CommandException.FailedToParse("$switch expected each branch to be an object"))
            .Select(branch => (Case: ExpressionParser.Parse(Field(branch, "$switch", "case"), variables), Then: ExpressionParser.Parse(Field(branch, "$switch", "then"), variables)))
            .ToList();
        var fallback = operand.TryGetValue("default", out var given) ? ExpressionParser.Parse(given, variables) : null;
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

    private static Computed Let(BsonDocument operand, Variables variables)
    {
        var bindings = Object("$let", Field(operand, "$let", "vars")).Select(element => (element.Name, Value: ExpressionParser.Parse(element.Value, variables))).ToList();
        var body = ExpressionParser.Parse(Field(operand, "$let", "in"), bindings.Aggregate(variables, (inner, binding) => inner.Bound(binding.Name)));
        return new Computed(scope => body.Evaluate(bindings.Aggregate(scope, (inner, binding) => inner.With(binding.Name, binding.Value.Evaluate(scope)))));
    }

    private static Computed FilterArray(BsonDocument operand, Variables variables)
    {
        var input = ExpressionParser.Parse(Field(operand, "$filter", "input"), variables);
        var name = BsonFields.Text(operand.GetValue("as", "this"), "as");
        var condition = ExpressionParser.Parse(Field(operand, "$filter", "cond"), variables.Bound(name));
        var limit = operand.TryGetValue("limit", out var given) ? ExpressionParser.Parse(given, variables) : null;
        return new Computed(scope =>
        {
            if (Items("$filter", input.Evaluate(scope)) is not { } items)
            {
                return BsonNull.Value;
            }

            var kept = items.Where(item => Expression.IsTrue(condition.Evaluate(scope.With(name, item))));
            return limit?.Evaluate(scope) switch
            {
                { IsBsonNull: false } count => new BsonArray(kept.Take(BsonNumber.TryToInt64(count, out var most) && most > 0
                    ? (int)Math.Min(most, int.MaxValue)
                    : throw new CommandException((ErrorCode)327392, "$filter: limit must be greater than 0"))),
                _ => new BsonArray(kept),
            };
        });
    }

    private static Computed MapArray(BsonDocument operand, Variables variables)
    {
        var input = ExpressionParser.Parse(Field(operand, "$map", "input"), variables);
        var name = BsonFields.Text(operand.GetValue("as", "this"), "as");
        var body = ExpressionParser.Parse(Field(operand, "$map", "in"), variables.Bound(name));
        return new Computed(scope => Items("$map", input.Evaluate(scope)) is { } items
            ? new BsonArray(items.Select(item => body.Evaluate(scope.With(name, item)) ?? BsonNull.Value))
            : BsonNull.Value);
    }

    private static Computed Reduce(BsonDocument operand, Variables variables)
    {
        var input = ExpressionParser.Parse(Field(operand, "$reduce", "input"), variables);
        var initial = ExpressionParser.Parse(Field(operand, "$reduce", "initialValue"), variables);
        var body = ExpressionParser.Parse(Field(operand, "$reduce", "in"), variables.Bound("value").Bound("this"));
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
