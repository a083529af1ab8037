using System.Text.RegularExpressions;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class OneOf : ValuePredicate
{
    private readonly HashSet<BsonValue> _values;
    private readonly List<Regex> _patterns;
    private readonly bool _hasNull;

    public OneOf(BsonArray operands)
    {
        Values = operands.Where(value => value is not BsonRegularExpression).ToList();
        _values = new HashSet<BsonValue>(Values, BsonComparer.Instance);
        _patterns = operands.OfType<BsonRegularExpression>().Select(Patterns.Compile).ToList();
        _hasNull = _values.Contains(BsonNull.Value);
    }

    public IReadOnlyList<BsonValue> Values { get; }

    public bool HasPatterns => _patterns.Count > 0;

    public override bool Matches(BsonValue? value) => value is null
        ? _hasNull
        : _values.Contains(value) || (value.BsonType == BsonType.String && _patterns.Any(pattern => pattern.IsMatch(value.AsString)));
}
