using ITFrame.EmbeddedMongo.Sessions;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Writes;

/// <summary>Where the changes of a command go: into the log at once, or into an open multi-document transaction.</summary>
internal interface IWriteTarget : ISnapshotSource
{
    CollectionCatalog Catalog { get; }

    /// <summary>What the statement answered when it was done before.</summary>
    BsonDocument? FindOutcome(SessionStatement statement);

    CollectionDefinition Create(Namespace ns, BsonDocument options);

    /// <exception cref="Errors.CommandException">Two documents have the same key in a unique index.</exception>
    void CreateIndex(CollectionDefinition collection, BsonDocument specification);

    /// <summary>A unique index that has another document under one of this document's keys, or null.</summary>
    IndexDefinition? FindConflict(CollectionDefinition collection, BsonDocument document, long? ownRecord);

    void Insert(CollectionDefinition collection, BsonDocument document, SessionStatement? statement, BsonDocument outcome);

    /// <param name="collection">Where the document is.</param>
    /// <param name="before">The document as it was found.</param>
    /// <param name="after">What takes its place.</param>
    /// <param name="isReplacement">Whether the client gave the whole document; change streams tell the two apart.</param>
    /// <param name="statement">The retryable write that asked for it.</param>
    /// <param name="outcome">What a retry of the statement is answered.</param>
    void Replace(CollectionDefinition collection, StoredDocument before, BsonDocument after, bool isReplacement, SessionStatement? statement, BsonDocument outcome);

    void Delete(CollectionDefinition collection, StoredDocument document, SessionStatement? statement, BsonDocument outcome);

    /// <summary>Records that a statement was done although it changed nothing, so that a retry finds it.</summary>
    void RecordNoop(SessionStatement statement, BsonDocument outcome);
}
