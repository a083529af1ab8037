using System.Collections.Immutable;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>All collections at one moment; immutable, so that readers need no lock.</summary>
internal sealed class CollectionCatalog
{
    public static readonly CollectionCatalog Empty = new(ImmutableSortedDictionary.Create<string, CollectionDefinition>(StringComparer.Ordinal, ReferenceEqualityComparer.Instance));

    private readonly ImmutableSortedDictionary<string, CollectionDefinition> _collections;

    private CollectionCatalog(ImmutableSortedDictionary<string, CollectionDefinition> collections) => _collections = collections;

    public IEnumerable<CollectionDefinition> All => _collections.Values;

    public IEnumerable<string> Databases => _collections.Values.Select(collection => collection.Namespace.Database).Distinct();

    public CollectionDefinition? Find(Namespace ns) => _collections.GetValueOrDefault(ns.ToString());

    public IEnumerable<CollectionDefinition> InDatabase(string database) =>
        _collections.Values.Where(collection => collection.Namespace.Database == database);

    public CollectionCatalog With(CollectionDefinition collection) => new(_collections.SetItem(collection.Namespace.ToString(), collection));

    public CollectionCatalog Without(Namespace ns) => new(_collections.Remove(ns.ToString()));
}
