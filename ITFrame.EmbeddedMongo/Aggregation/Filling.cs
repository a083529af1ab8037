using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Values in the place of those that are missing or null.</summary>
internal static class Filling
{
    public static List<BsonValue> CarryForward(IEnumerable<BsonValue> values)
    {
        BsonValue last = BsonNull.Value;
        return values.Select(value => last = Expression.IsNullish(value) ? last : value).ToList();
    }

    public static List<BsonValue> Interpolate(IReadOnlyList<BsonValue> values, IReadOnlyList<BsonValue> positions)
    {
        var result = values.ToList();
        var before = -1;
        for (var i = 0; i < result.Count; i++)
        {
            if (Expression.IsNullish(values[i]))
            {
                continue;
            }

            for (var gap = before + 1; before >= 0 && gap < i; gap++)
            {
                var share = (Number(positions[gap]) - Number(positions[before])) / (Number(positions[i]) - Number(positions[before]));
                result[gap] = new BsonDouble(Number(values[before]) + ((Number(values[i]) - Number(values[before])) * share));
            }

            before = i;
        }

        return result.ConvertAll(value => Expression.IsNullish(value) ? BsonNull.Value : value);
    }

    private static double Number(BsonValue value) => value is BsonDateTime date ? date.MillisecondsSinceEpoch : BsonNumber.ToDouble(value);
}
