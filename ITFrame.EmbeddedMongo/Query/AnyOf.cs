using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class AnyOf(IReadOnlyList<Condition> conditions) : Condition
{
    public IReadOnlyList<Condition> Conditions => conditions;

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
