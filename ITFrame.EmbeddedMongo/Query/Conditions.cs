using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class AllOf(IReadOnlyList<Condition> conditions) : Condition
{
    public IReadOnlyList<Condition> Conditions => conditions;

    public override bool Matches(BsonDocument document)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Matches(document))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class AnyOf(IReadOnlyList<Condition> conditions) : Condition
{
    public override bool Matches(BsonDocument document)
    {
        foreach (var condition in conditions)
        {
            if (condition.Matches(document))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class Not(Condition condition) : Condition
{
    public override bool Matches(BsonDocument document) => !condition.Matches(document);
}

internal sealed class Always(bool value) : Condition
{
    public override bool Matches(BsonDocument document) => value;
}

internal sealed class ExpressionHolds(Expression expression) : Condition
{
    public override bool Matches(BsonDocument document) => Expression.IsTrue(expression.Evaluate(new EvaluationScope(document)));
}

/// <summary>A condition on one field; an array there satisfies it as a whole or through one of its elements.</summary>
internal sealed class FieldMatches(BsonPath path, ValuePredicate predicate) : Condition
{
    public BsonPath Path => path;

    public ValuePredicate Predicate => predicate;

    public override bool Matches(BsonDocument document)
    {
        foreach (var value in path.Values(document))
        {
            if (predicate.Matches(value))
            {
                return true;
            }

            if (value is BsonArray array && predicate.ExpandsArrays && AnyElement(array))
            {
                return true;
            }
        }

        return false;
    }

    private bool AnyElement(BsonArray array)
    {
        foreach (var item in array)
        {
            if (predicate.Matches(item))
            {
                return true;
            }
        }

        return false;
    }
}
