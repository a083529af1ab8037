using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>Which fields of a document a client gets to see, and which computed ones.</summary>
internal sealed class Projection
{
    private readonly ProjectionNode _root = new();
    private readonly List<(BsonPath Path, Expression Value)> _computed = [];
    private PositionalProjection? _positional;
    private bool _isInclusion;

    private Projection()
    {
    }

    public static Projection? ParseOptional(BsonValue? specification, Variables? variables = null, Filter? filter = null) => specification switch
    {
        null or BsonNull or BsonDocument { ElementCount: 0 } => null,
        BsonDocument document => Parse(document, variables, filter),
        _ => throw CommandException.TypeMismatch("Expected field projection to be of type object"),
    };

    /// <param name="specification">What the client asks for.</param>
    /// <param name="variables">What expressions in it may call by name.</param>
    /// <param name="filter">The query that the positional operator refers to; null where that operator has no place.</param>
    public static Projection Parse(BsonDocument specification, Variables? variables = null, Filter? filter = null)
    {
        var projection = new Projection();
        bool? inclusion = null;
        if (specification.Names.FirstOrDefault(PositionalProjection.IsPositional) is { } positional)
        {
            projection._positional = PositionalProjection.Parse(specification, positional, filter);
            specification = BsonFields.Of(specification.Select(element => element.Name == positional ? new BsonElement(projection._positional.Path, true) : element));
        }

        foreach (var (path, value) in Flatten("", specification))
        {
            var isId = path == "_id";
            if (value is BsonBoolean || BsonNumber.Is(value))
            {
                var include = Expression.IsTrue(value);
                if (!isId)
                {
                    inclusion = inclusion is null || inclusion == include
                        ? include
                        : throw new CommandException((ErrorCode)31254, $"Cannot do {(include ? "inclusion" : "exclusion")} on field {path} in {(include ? "exclusion" : "inclusion")} projection");
                }

                projection._root.Add(new BsonPath(path), include ? ProjectionLeaf.Include : ProjectionLeaf.Exclude);
            }
            else if (value is BsonDocument { ElementCount: 1 } document && document.GetElement(0).Name is "$slice" && document[0] is not BsonArray { Count: 3 } && !IsExpressionSlice(document[0]))
            {
                projection._root.Add(new BsonPath(path), ProjectionLeaf.Slice(document[0]));
            }
            else if (value is BsonDocument { ElementCount: 1 } match && match.GetElement(0).Name is "$elemMatch")
            {
                inclusion ??= true;
                projection._root.Add(new BsonPath(path), ProjectionLeaf.ElementMatch(match[0]));
            }
            else if (inclusion == false)
            {
                throw new CommandException((ErrorCode)31252, "Cannot use expression other than $meta in exclusion projection");
            }
            else
            {
                inclusion ??= true;
                projection._computed.Add((new BsonPath(path), ExpressionParser.Parse(value, variables)));
            }
        }

        projection._isInclusion = inclusion ?? projection._root.Find("_id")?.Leaf == ProjectionLeaf.Include;
        if (projection._isInclusion && projection._root.Find("_id") is null && projection._computed.TrueForAll(entry => entry.Path.Text != "_id"))
        {
            projection._root.Add(new BsonPath("_id"), ProjectionLeaf.Include);
        }

        return projection;
    }

    public BsonDocument Apply(BsonDocument document)
    {
        var result = Project(document, _root);
        _positional?.Apply(document, result);
        if (_computed.Count > 0)
        {
            var scope = new EvaluationScope(document);
            foreach (var (path, expression) in _computed)
            {
                if (expression.Evaluate(scope) is { } value)
                {
                    FieldSetter.Set(result, path, value);
                }
            }
        }

        return result;
    }

    private static bool IsExpressionSlice(BsonValue value) => value is BsonArray { Count: 2 } array && !BsonNumber.Is(array[0]);

    private static IEnumerable<(string Path, BsonValue Value)> Flatten(string prefix, BsonDocument specification)
    {
        foreach (var element in specification)
        {
            if (element.Name.StartsWith('$') || element.Name.Contains(".$", StringComparison.Ordinal))
            {
                throw new CommandException((ErrorCode)16410, $"FieldPath field names may not start with '$': {element.Name}");
            }

            if (element.Value is BsonDocument inner && !FilterParser.IsOperatorDocument(inner) && inner.ElementCount > 0)
            {
                foreach (var entry in Flatten(prefix + element.Name + ".", inner))
                {
                    yield return entry;
                }
            }
            else
            {
                yield return (prefix + element.Name, element.Value);
            }
        }
    }

    private BsonDocument Project(BsonDocument document, ProjectionNode node)
    {
        var result = new BsonDocument(allowDuplicateNames: true);
        foreach (var element in document)
        {
            var child = node.Find(element.Name);
            var value = child switch
            {
                null => _isInclusion ? null : element.Value,
                { Leaf: { } leaf } => leaf.Apply(element.Value),
                _ => ProjectInside(element.Value, child),
            };
            if (value is not null)
            {
                result.Add(element.Name, value);
            }
        }

        return result;
    }

    private BsonValue? ProjectInside(BsonValue value, ProjectionNode node) => value switch
    {
        BsonDocument inner => Project(inner, node),
        BsonArray array => new BsonArray(array.Select(item => ProjectInside(item, node)).OfType<BsonValue>()),
        _ => _isInclusion ? null : value,
    };
}
