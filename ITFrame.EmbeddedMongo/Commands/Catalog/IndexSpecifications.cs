using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Catalog;

/// <summary>Checks what a client wants indexed.</summary>
internal static class IndexSpecifications
{
    private static readonly HashSet<string> Known =
        ["v", "key", "name", "unique", "sparse", "background", "expireAfterSeconds", "partialFilterExpression", "hidden", "ns"];

    public static BsonDocument Parse(BsonValue value)
    {
        if (value is not BsonDocument specification
            || specification.GetValue("key", BsonNull.Value) is not BsonDocument { ElementCount: > 0 } key
            || specification.GetValue("name", BsonNull.Value) is not BsonString { Value.Length: > 0 } name)
        {
            throw CommandException.FailedToParse("each index needs a 'key' and a 'name'");
        }

        BsonFields.DemandUnique(specification, "createIndexes.indexes");
        BsonFields.DemandUnique(key, "createIndexes.indexes.key");
        if (name.Value.Contains('\0', StringComparison.Ordinal))
        {
            throw new CommandException(ErrorCode.CannotCreateIndex, "The index name cannot contain NUL bytes");
        }

        foreach (var field in key)
        {
            if (field.Name.Length == 0 || field.Name.StartsWith('$'))
            {
                throw new CommandException(ErrorCode.CannotCreateIndex, $"invalid index field '{field.Name}'");
            }

            if (!BsonNumber.Is(field.Value) || BsonNumber.ToDouble(field.Value) == 0)
            {
                throw new CommandException(ErrorCode.CannotCreateIndex, $"index type {BsonText.Of(field.Value)} is not supported: only 1 and -1 are");
            }
        }

        var unknown = specification.Names.FirstOrDefault(option => !Known.Contains(option) && !(option == "collation" && specification[option] is BsonDocument { ElementCount: 0 }));
        if (unknown is not null)
        {
            throw new CommandException(ErrorCode.InvalidIndexSpecificationOption, $"The field '{unknown}' is not valid for an index specification");
        }

        if (specification.TryGetValue("partialFilterExpression", out var partial))
        {
            var filter = Filter.Parse(partial as BsonDocument ?? throw CommandException.TypeMismatch("partialFilterExpression must be an object"));
            if (!PartialIndexes.IsAllowed(filter.Root))
            {
                throw new CommandException(ErrorCode.CannotCreateIndex, $"Expression not supported in partial index: {BsonText.Of(partial)}");
            }

            if (specification.GetValue("sparse", false).ToBoolean())
            {
                throw new CommandException(ErrorCode.CannotCreateIndex, "cannot mix \"partialFilterExpression\" and \"sparse\" options");
            }
        }

        if (specification.TryGetValue("expireAfterSeconds", out var seconds) && (!BsonNumber.Is(seconds) || BsonNumber.ToDouble(seconds) < 0))
        {
            throw new CommandException(ErrorCode.CannotCreateIndex, "TTL index 'expireAfterSeconds' must be a number of at least 0");
        }

        // In listIndexes' order: version, key, name, then the options.
        var result = new BsonDocument { { "v", 2 }, { "key", key }, { "name", name } };
        result.AddRange(specification.Where(element => element.Name is not ("v" or "key" or "name" or "ns" or "background" or "collation")));
        return result;
    }

    /// <summary>Whether the collection has the index already; an index of the same name or key that differs is an error.</summary>
    public static bool Exists(CollectionDefinition collection, BsonDocument specification)
    {
        var name = specification["name"].AsString;
        var key = specification["key"].AsBsonDocument;
        foreach (var index in collection.Indexes)
        {
            var sameKey = index.HasKey(key);
            if (index.IsId && sameKey)
            {
                return true;
            }

            if (index.Name == name && sameKey)
            {
                return SameOptions(index.Specification, specification)
                    ? true
                    : throw new CommandException(ErrorCode.IndexOptionsConflict, $"An equivalent index already exists with the same name but different options. Requested index: {BsonText.Of(specification)}, existing index: {BsonText.Of(index.Specification)}");
            }

            if (index.Name == name)
            {
                throw new CommandException(ErrorCode.IndexKeySpecsConflict, $"An existing index has the same name as the requested index. Requested index: {BsonText.Of(specification)}, existing index: {BsonText.Of(index.Specification)}");
            }

            if (sameKey)
            {
                throw new CommandException(ErrorCode.IndexOptionsConflict, $"Index already exists with a different name: {index.Name}");
            }
        }

        return false;
    }

    private static bool SameOptions(BsonDocument left, BsonDocument right) =>
        left.GetValue("unique", false).ToBoolean() == right.GetValue("unique", false).ToBoolean()
        && left.GetValue("sparse", false).ToBoolean() == right.GetValue("sparse", false).ToBoolean()
        && BsonComparer.Instance.Equals(left.GetValue("expireAfterSeconds", BsonNull.Value), right.GetValue("expireAfterSeconds", BsonNull.Value))
        && BsonComparer.Instance.Equals(left.GetValue("partialFilterExpression", BsonNull.Value), right.GetValue("partialFilterExpression", BsonNull.Value));
}
