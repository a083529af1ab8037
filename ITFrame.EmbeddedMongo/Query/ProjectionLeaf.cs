using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>What a projection makes of one field's value; null removes it.</summary>
internal sealed class ProjectionLeaf
{
    public static readonly ProjectionLeaf Include = new(value => value);

    public static readonly ProjectionLeaf Exclude = new(_ => null);

    private readonly Func<BsonValue, BsonValue?> _apply;

    private ProjectionLeaf(Func<BsonValue, BsonValue?> apply) => _apply = apply;

    public static ProjectionLeaf Slice(BsonValue operand)
    {
        var (skip, count) = operand switch
        {
            BsonArray { Count: 2 } array => ((int?)BsonNumber.TruncateToInt32(array[0]), BsonNumber.TruncateToInt32(array[1])),
            _ when BsonNumber.Is(operand) => (null, BsonNumber.TruncateToInt32(operand)),
            _ => throw CommandException.BadValue("$slice needs a number or an array of two numbers"),
        };
        return new ProjectionLeaf(value => value is not BsonArray items ? value : skip switch
        {
            null when count >= 0 => new BsonArray(items.Take(count)),
            null => new BsonArray(items.Skip(Math.Max(0, items.Count + count))),
            < 0 => new BsonArray(items.Skip(Math.Max(0, items.Count + skip.Value)).Take(count)),
            _ => new BsonArray(items.Skip(skip.Value).Take(count)),
        });
    }

    public static ProjectionLeaf ElementMatch(BsonValue operand)
    {
        var predicate = FilterParser.ParseElementMatch(operand);
        return new ProjectionLeaf(value => value is BsonArray items && items.FirstOrDefault(item => predicate.Matches(new BsonArray { item })) is { } found
            ? new BsonArray { found }
            : null);
    }

    public BsonValue? Apply(BsonValue value) => _apply(value);
}
