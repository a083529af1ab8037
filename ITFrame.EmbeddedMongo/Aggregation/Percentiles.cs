using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>Percentiles by rank. MongoDB approximates those of many values; these are exact.</summary>
internal static class Percentiles
{
    public static BsonArray Of(IEnumerable<BsonValue> values, IReadOnlyList<double> shares)
    {
        var numbers = values.Where(BsonNumber.Is).Select(BsonNumber.ToDouble).Where(number => !double.IsNaN(number)).Order().ToList();
        return new BsonArray(shares.Select(share => numbers.Count == 0
            ? (BsonValue)BsonNull.Value
            : new BsonDouble(numbers[Math.Clamp((int)Math.Ceiling(share * numbers.Count) - 1, 0, numbers.Count - 1)])));
    }

    public static IReadOnlyList<double> Shares(BsonValue? value) => value is BsonArray { Count: > 0 } array && array.All(share => BsonNumber.Is(share) && BsonNumber.ToDouble(share) is >= 0 and <= 1)
        ? array.Select(BsonNumber.ToDouble).ToList()
        : throw new CommandException((ErrorCode)7750301, "'p' of $percentile must be an array of numbers from 0 to 1");
}
