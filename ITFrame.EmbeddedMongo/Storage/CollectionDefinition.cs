using System.Collections.Immutable;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>One collection, as the catalog keeps it.</summary>
internal sealed record CollectionDefinition
{
    public required long Number { get; init; }

    public required Namespace Namespace { get; init; }

    public required Guid Uuid { get; init; }

    public required BsonDocument Options { get; init; }

    /// <summary>Whether it holds nothing itself and shows what a pipeline makes of another collection.</summary>
    public bool IsView => Options.Contains("viewOn");

    public BsonDocument? Validator => Options.GetValue("validator", BsonNull.Value) as BsonDocument;

    /// <summary>All indexes, the one on _id first.</summary>
    public required ImmutableArray<IndexDefinition> Indexes { get; init; }

    public IEnumerable<IndexDefinition> SecondaryIndexes => Indexes.Where(index => !index.IsId);

    /// <summary>The same, with an index of which some document has several keys.</summary>
    public CollectionDefinition WithMultikey(IndexDefinition index) =>
        this with { Indexes = [.. Indexes.Select(other => other.Number == index.Number ? other with { IsMultikey = true } : other)] };

    public void DemandNoView()
    {
        if (IsView)
        {
            throw new CommandException(ErrorCode.CommandNotSupportedOnView, $"Namespace {Namespace} is a view, not a collection");
        }
    }
}
