using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>A part of a query that is asked about one value; null stands for a missing field.</summary>
internal abstract class ValuePredicate
{
    /// <summary>Whether the elements of an array are tried, beside the array itself.</summary>
    public virtual bool ExpandsArrays => true;

    public abstract bool Matches(BsonValue? value);
}
