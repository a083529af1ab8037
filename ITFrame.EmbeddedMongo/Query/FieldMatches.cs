using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

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
