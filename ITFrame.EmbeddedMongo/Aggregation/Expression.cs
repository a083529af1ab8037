using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>An aggregation expression; its value is null (the reference) where the field is missing.</summary>
internal abstract class Expression
{
    public abstract BsonValue? Evaluate(EvaluationScope scope);

    public static bool IsTrue(BsonValue? value) => value switch
    {
        null or BsonNull or BsonUndefined => false,
        BsonBoolean boolean => boolean.Value,
        _ when BsonNumber.Is(value) => BsonNumber.ToDouble(value) != 0,
        _ => true,
    };

    public static bool IsNullish(BsonValue? value) => value is null or BsonNull or BsonUndefined;
}

internal sealed class Constant(BsonValue? value) : Expression
{
    public BsonValue? Value => value;

    public override BsonValue? Evaluate(EvaluationScope scope) => value;
}

/// <summary>An expression given by a function, for operators that evaluate their arguments themselves.</summary>
internal sealed class Computed(Func<EvaluationScope, BsonValue?> compute) : Expression
{
    public override BsonValue? Evaluate(EvaluationScope scope) => compute(scope);
}

/// <summary>An operator whose arguments are all evaluated first.</summary>
internal sealed class Applied(Func<BsonValue?[], BsonValue?> function, Expression[] arguments) : Expression
{
    public override BsonValue? Evaluate(EvaluationScope scope)
    {
        var values = new BsonValue?[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Evaluate(scope);
        }

        return function(values);
    }
}

/// <summary>A field of the document or of a variable; through an array it gives the array of what its elements give.</summary>
internal sealed class FieldPath(string? variable, string[] parts) : Expression
{
    public override BsonValue? Evaluate(EvaluationScope scope) =>
        Walk(variable is null ? scope.Root : scope.Find(variable), 0);

    private BsonValue? Walk(BsonValue? value, int depth)
    {
        if (depth == parts.Length)
        {
            return value;
        }

        return value switch
        {
            BsonDocument document => document.TryGetValue(parts[depth], out var inner) ? Walk(inner, depth + 1) : null,
            BsonArray array => new BsonArray(array.Select(item => Walk(item, depth)).OfType<BsonValue>()),
            _ => null,
        };
    }
}

internal sealed class DocumentOf(IReadOnlyList<(string Name, Expression Value)> fields) : Expression
{
    public override BsonValue Evaluate(EvaluationScope scope)
    {
        var result = new BsonDocument();
        foreach (var (name, expression) in fields)
        {
            if (expression.Evaluate(scope) is { } value)
            {
                result[name] = value;
            }
        }

        return result;
    }
}

internal sealed class ArrayOf(IReadOnlyList<Expression> items) : Expression
{
    public override BsonValue Evaluate(EvaluationScope scope) =>
        new BsonArray(items.Select(item => item.Evaluate(scope) ?? BsonNull.Value));
}
