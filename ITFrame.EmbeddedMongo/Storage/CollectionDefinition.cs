using System.Collections.Immutable;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>One collection, as the catalog keeps it.</summary>
internal sealed record CollectionDefinition
{
    public required long Number { get; init; }

    public required Namespace Namespace { get; init; }

    public required Guid Uuid { get; init; }

    public required BsonDocument Options { get; init; }

    /// <summary>All indexes, the one on _id first.</summary>
    public required ImmutableArray<IndexDefinition> Indexes { get; init; }

    public IEnumerable<IndexDefinition> SecondaryIndexes => Indexes.Where(index => !index.IsId);
}
