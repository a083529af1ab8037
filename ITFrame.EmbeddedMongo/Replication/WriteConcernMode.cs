using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>A named write concern of the config: of each tag, how many different values must be among the members that hold a write.</summary>
internal sealed record WriteConcernMode(IReadOnlyDictionary<string, int> Wanted)
{
    /// <summary>Whether a document says how often each of some tags is wanted, each once.</summary>
    public static bool IsValid(BsonDocument document) => document.All(tag => BsonNumber.Is(tag.Value) && BsonNumber.ToDouble(tag.Value) > 0)
        && document.Names.Distinct(StringComparer.Ordinal).Count() == document.ElementCount;

    public static WriteConcernMode Parse(BsonDocument document) =>
        new(document.ToDictionary(element => element.Name, element => BsonNumber.TruncateToInt32(element.Value), StringComparer.Ordinal));

    public bool IsSatisfiedBy(IEnumerable<MemberConfig> holders)
    {
        var tags = holders.Select(holder => holder.Tags).ToList();
        return Wanted.All(wanted => tags
            .Where(tag => tag.Contains(wanted.Key))
            .Select(tag => tag[wanted.Key].AsString)
            .Distinct(StringComparer.Ordinal)
            .Count() >= wanted.Value);
    }
}
