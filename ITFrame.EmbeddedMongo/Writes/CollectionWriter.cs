using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

/// <summary>Changes documents of one collection: what may be stored, and under which keys.</summary>
internal sealed class CollectionWriter
{
    private readonly IWriteTarget _target;
    private readonly Namespace _namespace;

    public CollectionWriter(IWriteTarget target, Namespace ns)
    {
        if (ns.IsLocal || ns == Namespace.RetryRecords || ns.IsClosed)
        {
            throw new CommandException(ErrorCode.InvalidNamespace, $"cannot write to '{ns}'");
        }

        target.Catalog.Find(ns)?.DemandNoView();
        _target = target;
        _namespace = ns;
    }

    /// <summary>Whether the client asked not to hold documents against the collection's validator.</summary>
    public bool BypassesValidation { get; init; }

    private CollectionDefinition? Collection => _target.Catalog.Find(_namespace);

    /// <summary>Materializes what it finds, so that a change does not meet its own result.</summary>
    public List<StoredDocument> Find(Filter filter, SortOrder? sort, int? limit, IndexHint? hint = null) =>
        QueryExecutor.Find(_target, Collection, filter, sort, 0, limit, hint).ToList();

    /// <summary>What the statement answered when it was done before.</summary>
    public BsonDocument? FindOutcome(SessionStatement? statement) => statement is null ? null : _target.FindOutcome(statement);

    public void Insert(BsonDocument document, SessionStatement? statement, BsonDocument outcome)
    {
        var stored = Prepare(document);
        var collection = Collection ?? _target.Create(_namespace, []);
        Validate(collection, stored, null);
        ThrowOnConflict(collection, stored, null);
        _target.Insert(collection, stored, statement, outcome);
    }

    /// <summary>False when the document stays as it is, which is no write at all.</summary>
    public bool Replace(StoredDocument before, BsonDocument after, bool isReplacement, SessionStatement? statement, Func<bool, BsonDocument> outcome)
    {
        var stored = Prepare(after);
        if (before.Bytes.AsSpan().SequenceEqual(BsonCodec.EncodeStored(stored)))
        {
            if (statement is not null)
            {
                _target.RecordNoop(statement, outcome(false));
            }

            return false;
        }

        var collection = Collection!;
        Validate(collection, stored, before.Document);
        ThrowOnConflict(collection, stored, before.Record);
        _target.Replace(collection, before, stored, isReplacement, statement, outcome(true));
        return true;
    }

    public void Delete(StoredDocument document, SessionStatement? statement, BsonDocument outcome) =>
        _target.Delete(Collection!, document, statement, outcome);

    private void Validate(CollectionDefinition collection, BsonDocument document, BsonDocument? before)
    {
        if (!BypassesValidation)
        {
            DocumentValidation.Demand(collection, document, before);
        }
    }

    private void ThrowOnConflict(CollectionDefinition collection, BsonDocument document, long? ownRecord)
    {
        if (_target.FindConflict(collection, document, ownRecord) is { } index)
        {
            throw DuplicateKeys.Error(collection, index, document);
        }
    }

    // _id comes first, whatever the client's order, and is of a kind that can be an identity.
    private static BsonDocument Prepare(BsonDocument document)
    {
        if (!document.TryGetValue("_id", out var id))
        {
            var result = new BsonDocument(allowDuplicateNames: true) { { "_id", ObjectId.GenerateNewId() } };
            result.AddRange(document);
            return result;
        }

        if (id is BsonArray or BsonRegularExpression or BsonUndefined)
        {
            throw new CommandException(ErrorCode.InvalidIdField, $"The '_id' value cannot be of type {BsonTypeNames.Of(id.BsonType)}");
        }

        if (id is BsonDocument identity && FirstOperatorIn(identity) is { } name)
        {
            throw new CommandException(ErrorCode.DollarPrefixedFieldName, $"_id fields may not contain '$'-prefixed fields: {name} is not valid for storage.");
        }

        if (document.GetElement(0).Name == "_id")
        {
            return document;
        }

        var ordered = new BsonDocument(allowDuplicateNames: true) { { "_id", id } };
        ordered.AddRange(document.Where(element => element.Name != "_id"));
        return ordered;
    }

    private static string? FirstOperatorIn(BsonDocument document)
    {
        foreach (var element in document)
        {
            if (element.Name.StartsWith('$') && element.Name is not ("$ref" or "$id" or "$db"))
            {
                return element.Name;
            }

            if (element.Value is BsonDocument inner && FirstOperatorIn(inner) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
