using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>The conditions that $[name] in an update's path refers to.</summary>
internal sealed class ArrayFilters
{
    private readonly Dictionary<string, Filter> _filters = new(StringComparer.Ordinal);

    public static ArrayFilters Parse(BsonArray? filters)
    {
        var result = new ArrayFilters();
        foreach (var item in filters ?? [])
        {
            if (item is not BsonDocument { ElementCount: > 0 } document)
            {
                throw CommandException.FailedToParse("an array filter must be a nonempty object");
            }

            var name = NameOf(document);
            if (!result._filters.TryAdd(name, Filter.Parse(document)))
            {
                throw CommandException.FailedToParse($"Found multiple array filters with the same top-level field name {name}");
            }
        }

        return result;
    }

    public IEnumerable<string> Names => _filters.Keys;

    public bool Matches(string name, BsonValue element) => _filters.TryGetValue(name, out var filter)
        ? filter.Matches(new BsonDocument(name, element))
        : throw CommandException.BadValue($"No array filter found for identifier '{name}'");

    private static string NameOf(BsonDocument filter)
    {
        var first = filter.GetElement(0);
        return first.Name.StartsWith('$') && first.Value is BsonArray { Count: > 0 } list && list[0] is BsonDocument { ElementCount: > 0 } inner
            ? NameOf(inner)
            : first.Name.Split('.')[0];
    }
}
