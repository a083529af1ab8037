using System.Text.RegularExpressions;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class MatchesPattern(Regex pattern, BsonRegularExpression source) : ValuePredicate
{
    public override bool Matches(BsonValue? value) => value switch
    {
        { BsonType: BsonType.String or BsonType.Symbol } => pattern.IsMatch(value.ToString()!),
        BsonRegularExpression other => other.Equals(source),
        _ => false,
    };
}
