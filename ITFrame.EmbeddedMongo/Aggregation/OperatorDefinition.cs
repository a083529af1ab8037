using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>An operator of the expression language whose arguments are evaluated before it is.</summary>
internal sealed record OperatorDefinition(int MinArguments, int MaxArguments, Func<BsonValue?[], BsonValue?> Function)
{
    /// <summary>The names of the arguments when they may come as a document, in the order of the function's array.</summary>
    public string[]? NamedArguments { get; init; }

    public string Arity => MinArguments == MaxArguments ? $"exactly {MinArguments}" : $"at least {MinArguments}";
}
