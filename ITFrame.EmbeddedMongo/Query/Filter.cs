using ITFrame.EmbeddedMongo.Aggregation;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>A query, parsed once and then asked about many documents.</summary>
internal sealed class Filter
{
    public static readonly Filter All = new(new AllOf([]));

    private Filter(Condition root) => Root = root;

    public Condition Root { get; }

    /// <summary>Whether every document matches, so that nothing needs to be looked at.</summary>
    public bool IsEmpty => Root is AllOf { Conditions.Count: 0 };

    /// <summary>The conditions that all must hold.</summary>
    public IReadOnlyList<Condition> Conjuncts => Root is AllOf all ? all.Conditions : [Root];

    public static Filter Parse(BsonDocument query, Variables? variables = null) =>
        query.ElementCount == 0 ? All : new Filter(FilterParser.Parse(query, variables ?? Variables.None));

    public bool Matches(BsonDocument document) => Root.Matches(document);
}
