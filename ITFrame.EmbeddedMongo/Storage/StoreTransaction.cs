using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Replication;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>The one connection that writes; what it does becomes visible and durable when the store commits.</summary>
internal sealed class StoreTransaction : StoreReader, ISnapshotSource
{
    private long? _oplogBytes;
    private long _writtenBytes;

    private readonly Dictionary<long, IndexUse> _uses = [];

    public StoreTransaction(SqliteConnection connection)
        : base(connection)
    {
        Catalog = CollectionCatalog.Empty;
        LastOpTime = OpTime.None;
    }

    public CollectionCatalog Catalog { get; private set; }

    /// <summary>The newest oplog entry, the ones of this transaction included.</summary>
    public OpTime LastOpTime { get; private set; }

    public T Read<T>(Func<StoreReader, T> read) => read(this);

    public void Begin() => Prepare("BEGIN IMMEDIATE").Execute();

    public void Commit()
    {
        Prepare("UPDATE commits SET number = number + 1").Execute();
        Prepare("COMMIT").Execute();
    }

    /// <summary>Roughly how much was written since this was asked last.</summary>
    public long TakeWrittenBytes()
    {
        var bytes = _writtenBytes;
        _writtenBytes = 0;
        return bytes;
    }

    /// <summary>Moves the write-ahead log into the file as far as no reader needs it; returns how many pages the log has.</summary>
    public long Checkpoint()
    {
        using var rows = Prepare("PRAGMA wal_checkpoint(PASSIVE)").Query();
        return rows.Read() ? rows.GetInt64(1) : 0;
    }

    /// <summary>Lets the file grow by so much and no further, as a disk that is nearly full does; null takes the limit away.</summary>
    public void LimitGrowth(long? bytes)
    {
        var limit = bytes is { } more ? Pragma("page_count") + (more / Pragma("page_size")) : uint.MaxValue - 1L;
        using var rows = Prepare($"PRAGMA max_page_count = {limit.ToString(System.Globalization.CultureInfo.InvariantCulture)}").Query();
        rows.Read();
    }

    public void Rollback() => Prepare("ROLLBACK").Execute();

    public void Savepoint() => Prepare("SAVEPOINT work").Execute();

    public void Release() => Prepare("RELEASE work").Execute();

    public void RollbackToSavepoint()
    {
        Prepare("ROLLBACK TO work").Execute();
        Release();
        Reload();
    }

    /// <summary>Reads again what is kept in memory, after an undone change or at start.</summary>
    public void Reload()
    {
        LastOpTime = ReadLastOpTime();
        Catalog = ReadCatalog();
        foreach (var collection in Catalog.All.ToList())
        {
            Catalog = Catalog.With(collection with { Indexes = [.. collection.Indexes.Select(index => index with { Use = UseOf(index.Number) })] });
        }
    }

    private long Pragma(string name)
    {
        using var rows = Prepare($"PRAGMA {name}").Query();
        return rows.Read() ? rows.GetInt64(0) : 0;
    }

    public CollectionDefinition CreateCollection(Namespace ns, Guid uuid, BsonDocument options, BsonDocument idIndex)
    {
        var number = (long)Prepare("INSERT INTO collections (namespace, uuid, options) VALUES ($0, $1, $2) RETURNING number")
            .Scalar(ns.ToString(), uuid.ToByteArray(), BsonCodec.Encode(options))!;
        var collection = new CollectionDefinition { Number = number, Namespace = ns, Uuid = uuid, Options = options, Indexes = [] };
        Prepare($"CREATE TABLE {Table(collection)} (record INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, document BLOB NOT NULL, checksum INTEGER NOT NULL)").Execute();
        Catalog = Catalog.With(collection);
        AddIndex(collection, idIndex);
        return Catalog.Find(ns)!;
    }

    public void DropCollection(CollectionDefinition collection)
    {
        foreach (var index in collection.SecondaryIndexes)
        {
            Prepare($"DROP TABLE {Table(index)}").Execute();
        }

        Prepare("DELETE FROM indexes WHERE collection = $0").Execute(collection.Number);
        Prepare("DELETE FROM collections WHERE number = $0").Execute(collection.Number);
        Prepare($"DROP TABLE {Table(collection)}").Execute();
        Catalog = Catalog.Without(collection.Namespace);
    }

    public void RenameCollection(CollectionDefinition collection, Namespace to)
    {
        Prepare("UPDATE collections SET namespace = $0 WHERE number = $1").Execute(to.ToString(), collection.Number);
        Catalog = Catalog.Without(collection.Namespace).With(collection with { Namespace = to });
    }

    public void ChangeOptions(CollectionDefinition collection, BsonDocument options)
    {
        Prepare("UPDATE collections SET options = $0 WHERE number = $1").Execute(BsonCodec.Encode(options), collection.Number);
        Catalog = Catalog.With(collection with { Options = options });
    }

    /// <summary>Changes what an index's specification says beside its key and name.</summary>
    public void ChangeIndex(CollectionDefinition collection, IndexDefinition index, BsonDocument specification)
    {
        Prepare("UPDATE indexes SET specification = $0 WHERE number = $1").Execute(BsonCodec.Encode(specification), index.Number);
        var changed = Define(index.Number, specification, index.IsMultikey);
        Catalog = Catalog.With(collection with { Indexes = [.. collection.Indexes.Select(other => other.Number == index.Number ? changed : other)] });
    }

    /// <summary>Adds an index and fills it. The caller decides whether duplicates matter.</summary>
    public IndexDefinition AddIndex(CollectionDefinition collection, BsonDocument specification)
    {
        var name = specification["name"].AsString;
        var number = (long)Prepare("INSERT INTO indexes (collection, specification, is_multikey) VALUES ($0, $1, 0) RETURNING number")
            .Scalar(collection.Number, BsonCodec.Encode(specification))!;
        var index = Define(number, specification, isMultikey: false);
        Catalog = Catalog.With(collection with { Indexes = collection.Indexes.Add(index) });
        if (name != IndexDefinition.IdName)
        {
            Prepare($"CREATE TABLE {Table(index)} (key BLOB NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (key, record)) WITHOUT ROWID").Execute();
            FillIndex(Catalog.Find(collection.Namespace)!, index);
        }

        return index;
    }

    public void DropIndex(CollectionDefinition collection, IndexDefinition index)
    {
        Prepare("DELETE FROM indexes WHERE number = $0").Execute(index.Number);
        Prepare($"DROP TABLE {Table(index)}").Execute();
        Catalog = Catalog.With(collection with { Indexes = [.. collection.Indexes.Where(other => other.Number != index.Number)] });
    }

    /// <summary>Whether an index that was just filled has a key that belongs to two documents.</summary>
    public bool HasDuplicates(IndexDefinition index) =>
        Prepare($"SELECT 1 FROM {Table(index)} GROUP BY key HAVING COUNT(*) > 1 LIMIT 1").Scalar() is not null;

    public void Insert(CollectionDefinition collection, BsonDocument document)
    {
        // Whatever may be refused is refused before the first row changes.
        var bytes = BsonCodec.EncodeStored(document);
        var entries = collection.SecondaryIndexes.Select(index => (Index: index, Keys: TrackedKeys(collection, index, document))).ToList();
        var record = (long)Prepare($"INSERT INTO {Table(collection)} (id, document, checksum) VALUES ($0, $1, $2) RETURNING record")
            .Scalar(KeyEncoder.Encode(document["_id"]), bytes, (long)Checksum.Compute(bytes))!;
        _writtenBytes += bytes.Length;
        foreach (var (index, keys) in entries)
        {
            foreach (var key in keys)
            {
                Prepare($"INSERT OR IGNORE INTO {Table(index)} (key, record) VALUES ($0, $1)").Execute(key, record);
            }
        }
    }

    public void Replace(CollectionDefinition collection, StoredDocument before, BsonDocument after)
    {
        var bytes = BsonCodec.EncodeStored(after);
        var entries = collection.SecondaryIndexes
            .Select(index => (Index: index, Old: KeysOf(index, before.Document, out _), New: TrackedKeys(collection, index, after)))
            .ToList();
        Prepare($"UPDATE {Table(collection)} SET document = $0, checksum = $1 WHERE record = $2").Execute(bytes, (long)Checksum.Compute(bytes), before.Record);
        _writtenBytes += bytes.Length;
        foreach (var (index, old, now) in entries)
        {
            if (old.Count == 1 && now.Count == 1 && old[0].AsSpan().SequenceEqual(now[0]))
            {
                continue;
            }

            foreach (var key in old)
            {
                Prepare($"DELETE FROM {Table(index)} WHERE key = $0 AND record = $1").Execute(key, before.Record);
            }

            foreach (var key in now)
            {
                Prepare($"INSERT OR IGNORE INTO {Table(index)} (key, record) VALUES ($0, $1)").Execute(key, before.Record);
            }
        }
    }

    public void Delete(CollectionDefinition collection, StoredDocument document)
    {
        Prepare($"DELETE FROM {Table(collection)} WHERE record = $0").Execute(document.Record);
        foreach (var index in collection.SecondaryIndexes)
        {
            foreach (var key in KeysOf(index, document.Document, out _))
            {
                Prepare($"DELETE FROM {Table(index)} WHERE key = $0 AND record = $1").Execute(key, document.Record);
            }
        }
    }

    public void AppendOplog(OpTime opTime, byte[] entry, byte[]? undo)
    {
        Prepare("INSERT INTO oplog (timestamp, term, entry, undo, checksum) VALUES ($0, $1, $2, $3, $4)")
            .Execute(opTime.Timestamp, opTime.Term, entry, undo, (long)new OplogRecord(opTime, entry, undo).Checksum);
        LastOpTime = opTime;
        var bytes = entry.Length + (undo?.Length ?? 0);
        _oplogBytes += bytes;
        _writtenBytes += bytes;
    }

    public void DeleteOplogAfter(long timestamp)
    {
        Prepare("DELETE FROM oplog WHERE timestamp > $0").Execute(timestamp);
        Prepare("DELETE FROM retry_records WHERE timestamp > $0").Execute(timestamp);
        LastOpTime = ReadLastOpTime();
    }

    /// <summary>Throws the oldest tenth of the log away when it is too large, but nothing that could be rolled back.</summary>
    public void TrimOplog(long maxBytes, OpTime commitPoint)
    {
        _oplogBytes ??= (long)Prepare("SELECT COALESCE(SUM(LENGTH(entry) + COALESCE(LENGTH(undo), 0)), 0) FROM oplog").Scalar()!;
        if (_oplogBytes <= maxBytes)
        {
            return;
        }

        var cut = Prepare("SELECT timestamp FROM oplog ORDER BY timestamp LIMIT 1 OFFSET (SELECT COUNT(*) / 10 FROM oplog)").Scalar() as long?;
        Prepare("DELETE FROM oplog WHERE timestamp < $0").Execute(Math.Min(cut ?? 0, commitPoint.Timestamp));
        _oplogBytes = null;
    }

    public void PutRetryRecord(RetryRecord record)
    {
        Prepare("DELETE FROM retry_records WHERE session = $0 AND transaction_number < $1").Execute(record.Session, record.Transaction);
        Prepare("INSERT OR REPLACE INTO retry_records (session, transaction_number, statement, timestamp, term, at, outcome) VALUES ($0, $1, $2, $3, $4, $5, $6)")
            .Execute(record.Session, record.Transaction, record.Statement, record.OpTime.Timestamp, record.OpTime.Term, record.AtMilliseconds, record.Outcome);
    }

    public int DeleteRetryRecordsBefore(long atMilliseconds) =>
        Prepare("DELETE FROM retry_records WHERE at < $0").Execute(atMilliseconds);

    public void WriteState(string name, byte[] value) =>
        Prepare("INSERT OR REPLACE INTO state (name, value) VALUES ($0, $1)").Execute(name, value);

    public void DeleteState(string name) => Prepare("DELETE FROM state WHERE name = $0").Execute(name);

    /// <summary>Removes all replicated data, the oplog included, before it is copied anew from another member.</summary>
    public void Wipe()
    {
        foreach (var collection in Catalog.All.ToArray())
        {
            DropCollection(collection);
        }

        Prepare("DELETE FROM oplog").Execute();
        Prepare("DELETE FROM retry_records").Execute();
        LastOpTime = OpTime.None;
    }

    private List<byte[]> TrackedKeys(CollectionDefinition collection, IndexDefinition index, BsonDocument document)
    {
        var keys = KeysOf(index, document, out var isMultikey);
        var current = Catalog.Find(collection.Namespace)!;
        if (isMultikey && !current.Indexes.Single(other => other.Number == index.Number).IsMultikey)
        {
            Prepare("UPDATE indexes SET is_multikey = 1 WHERE number = $0").Execute(index.Number);
            Catalog = Catalog.With(current.WithMultikey(index));
        }

        return keys;
    }

    private void FillIndex(CollectionDefinition collection, IndexDefinition index)
    {
        const int ChunkSize = 500;
        long? after = null;
        while (true)
        {
            var chunk = Scan(collection, after, backwards: false, ChunkSize);
            foreach (var stored in chunk.Items)
            {
                foreach (var key in TrackedKeys(collection, index, stored.Document))
                {
                    Prepare($"INSERT OR IGNORE INTO {Table(index)} (key, record) VALUES ($0, $1)").Execute(key, stored.Record);
                }
            }

            if (chunk.IsLast)
            {
                return;
            }

            after = chunk.Items[^1].Record;
        }
    }

    // What an index was used for outlasts each time that the catalog is read again.
    private IndexUse UseOf(long number)
    {
        if (!_uses.TryGetValue(number, out var use))
        {
            _uses[number] = use = new IndexUse();
        }

        return use;
    }

    private IndexDefinition Define(long number, BsonDocument specification, bool isMultikey) =>
        IndexDefinition.FromSpecification(number, specification, isMultikey) with { Use = UseOf(number) };
}
