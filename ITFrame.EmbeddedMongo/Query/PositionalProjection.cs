using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>The projection 'path.$': of an array, the element that made the query match.</summary>
internal sealed class PositionalProjection
{
    private const string Suffix = ".$";

    private readonly Filter _filter;

    private PositionalProjection(string path, Filter filter)
    {
        Path = path;
        _filter = filter;
    }

    public string Path { get; }

    public static bool IsPositional(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    public static PositionalProjection Parse(BsonDocument projection, string name, Filter? filter)
    {
        if (filter is null)
        {
            throw new CommandException((ErrorCode)31324, "Cannot use positional projection in aggregation projection");
        }

        if (projection.Names.Count(IsPositional) > 1)
        {
            throw new CommandException((ErrorCode)31276, "Cannot specify more than one positional projection per query.");
        }

        return Expression.IsTrue(projection[name])
            ? new PositionalProjection(name[..^Suffix.Length], filter)
            : throw new CommandException((ErrorCode)31395, "positional projection cannot be used with exclusion");
    }

    public void Apply(BsonDocument document, BsonDocument result)
    {
        var path = new BsonPath(Path);
        if (path.Single(document) is not BsonArray array)
        {
            return;
        }

        var index = ArrayMatch.FirstIndex(document, array, Path, _filter)
            ?? throw new CommandException((ErrorCode)51246, "positional operator '.$' couldn't find a matching element in the array");
        FieldSetter.Set(result, path, new BsonArray { array[index] });
    }
}
