using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>A named write concern of the config: of each tag, how many different values must be among the members that hold a write.</summary>
internal sealed record WriteConcernMode(IReadOnlyDictionary<string, int> Wanted)
{
    public static WriteConcernMode Parse(BsonDocument document) =>
        new(document.ToDictionary(element => element.Name, element => element.Value.ToInt32(), StringComparer.Ordinal));

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
