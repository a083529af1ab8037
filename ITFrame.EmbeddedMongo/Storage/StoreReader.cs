using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Replication;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;
using SQLitePCL;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>Reads on one SQLite connection. Every method returns plain data; nothing stays open.</summary>
internal class StoreReader : IDisposable
{
    private const int MaxCachedStatements = 400;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    public StoreReader(SqliteConnection connection) => _connection = connection;

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>Reads something, whatever it is: only then does SQLite look at the file.</summary>
    public void Touch() => Prepare("SELECT number FROM commits").Scalar();

    public void BeginSnapshot() => Prepare("BEGIN DEFERRED").Execute();

    public void EndSnapshot() => Prepare("COMMIT").Execute();

    public virtual StoredDocument? FindById(CollectionDefinition collection, byte[] id)
    {
        using var rows = Prepare($"SELECT record, document, checksum FROM {Table(collection)} WHERE id = $0").Query(id);
        return rows.Read() ? Document(rows, 0) : null;
    }

    public virtual StoredDocument? FindByRecord(CollectionDefinition collection, long record)
    {
        using var rows = Prepare($"SELECT record, document, checksum FROM {Table(collection)} WHERE record = $0").Query(record);
        return rows.Read() ? Document(rows, 0) : null;
    }

    /// <summary>Documents in the order in which they were inserted here, or backwards.</summary>
    public virtual Chunk<StoredDocument> Scan(CollectionDefinition collection, long? after, bool backwards, int limit)
    {
        var sql = backwards
            ? $"SELECT record, document, checksum FROM {Table(collection)} WHERE record < $0 ORDER BY record DESC LIMIT $1"
            : $"SELECT record, document, checksum FROM {Table(collection)} WHERE record > $0 ORDER BY record LIMIT $1";
        using var rows = Prepare(sql).Query(after ?? (backwards ? long.MaxValue : long.MinValue), limit);
        return Gather(rows, limit, row => Document(row, 0), stored => stored.Bytes.Length);
    }

    /// <summary>Index entries from <paramref name="range"/> in key order, or backwards, after an earlier entry.</summary>
    public virtual Chunk<IndexEntry> ScanIndex(CollectionDefinition collection, IndexDefinition index, KeyRange range, IndexEntry? after, bool backwards, int limit)
    {
        var (key, from) = index.IsId
            ? ("d.id", $"{Table(collection)} d")
            : ("i.key", $"{Table(index)} i JOIN {Table(collection)} d ON d.record = i.record");
        var record = index.IsId ? "d.record" : "i.record";
        var sql = $"SELECT {key}, {record}, d.document, d.checksum FROM {from} WHERE {key} >= $0"
            + (range.Upper is null ? "" : $" AND {key} < $2")
            + (after is null ? "" : $" AND ({key}, {record}) {(backwards ? '<' : '>')} ($3, $4)")
            + (backwards ? $" ORDER BY {key} DESC, {record} DESC" : $" ORDER BY {key}, {record}")
            + " LIMIT $1";
        using var rows = Prepare(sql).Query(range.Lower, limit, range.Upper, after?.Key, after?.Document.Record);
        return Gather(
            rows,
            limit,
            row => new IndexEntry(row.GetFieldValue<byte[]>(0), Document(row, 1)),
            entry => entry.Document.Bytes.Length);
    }

    /// <summary>Another document that a unique index has under one of this document's keys, or null.</summary>
    public IndexDefinition? FindConflict(CollectionDefinition collection, BsonDocument document, long? ownRecord)
    {
        foreach (var index in collection.Indexes)
        {
            if (!index.IsUnique)
            {
                continue;
            }

            if (index.IsId)
            {
                if (ownRecord is null && FindById(collection, KeyEncoder.Encode(document["_id"])) is not null)
                {
                    return index;
                }

                continue;
            }

            foreach (var key in KeysOf(index, document, out _))
            {
                if (IsTaken(collection, index, key, ownRecord))
                {
                    return index;
                }
            }
        }

        return null;
    }

    public virtual long Count(CollectionDefinition collection) =>
        (long)Prepare($"SELECT COUNT(*) FROM {Table(collection)}").Scalar()!;

    public long DataBytes(CollectionDefinition collection) =>
        (long)Prepare($"SELECT COALESCE(SUM(LENGTH(document)), 0) FROM {Table(collection)}").Scalar()!;

    /// <summary>The size of an index's keys, each with the number of its document.</summary>
    public long KeyBytes(CollectionDefinition collection, IndexDefinition index) => index.IsId
        ? (long)Prepare($"SELECT COALESCE(SUM(LENGTH(id) + 8), 0) FROM {Table(collection)}").Scalar()!
        : (long)Prepare($"SELECT COALESCE(SUM(LENGTH(key) + 8), 0) FROM {Table(index)}").Scalar()!;

    /// <summary>How many entries an index other than that on _id has.</summary>
    public long CountKeys(IndexDefinition index) => (long)Prepare($"SELECT COUNT(*) FROM {Table(index)}").Scalar()!;

    /// <summary>How many keys of a document an index other than that on _id lacks.</summary>
    public int MissingKeys(IndexDefinition index, StoredDocument stored, out int count)
    {
        var keys = KeysOf(index, stored.Document, out _);
        count = keys.Count;
        return keys.Count(key => Prepare($"SELECT 1 FROM {Table(index)} WHERE key = $0 AND record = $1").Scalar(key, stored.Record) is null);
    }

    public OpTime ReadLastOpTime()
    {
        using var rows = Prepare("SELECT timestamp, term FROM oplog ORDER BY timestamp DESC LIMIT 1").Query();
        return rows.Read() ? new OpTime(rows.GetInt64(0), rows.GetInt64(1)) : OpTime.None;
    }

    public OpTime ReadFirstOpTime()
    {
        using var rows = Prepare("SELECT timestamp, term FROM oplog ORDER BY timestamp LIMIT 1").Query();
        return rows.Read() ? new OpTime(rows.GetInt64(0), rows.GetInt64(1)) : OpTime.None;
    }

    /// <summary>The term of the entry at a timestamp, or null when there is no such entry.</summary>
    public long? OplogTermAt(long timestamp) => Prepare("SELECT term FROM oplog WHERE timestamp = $0").Scalar(timestamp) as long?;

    public OplogRecord? OplogAt(long timestamp) => OplogRows("timestamp = $0 AND $1 > 0", timestamp, 1).FirstOrDefault();

    public List<OplogRecord> OplogFrom(long timestamp, int limit) => OplogRows("timestamp >= $0 ORDER BY timestamp LIMIT $1", timestamp, limit);

    public List<OplogRecord> OplogBackwardsFrom(long timestamp, int limit) => OplogRows("timestamp <= $0 ORDER BY timestamp DESC LIMIT $1", timestamp, limit);

    /// <summary>The number of the newest transaction that a session has a record of.</summary>
    public long? NewestTransaction(byte[] session) =>
        Prepare("SELECT MAX(transaction_number) FROM retry_records WHERE session = $0").Scalar(session) as long?;

    public byte[]? FindRetryOutcome(byte[] session, long transaction, int statement) =>
        Prepare("SELECT outcome FROM retry_records WHERE session = $0 AND transaction_number = $1 AND statement = $2")
            .Scalar(session, transaction, statement) as byte[];

    public List<RetryRecord> RetryRecordsAfter(RetryRecord? after, int limit)
    {
        var result = new List<RetryRecord>();
        var sql = "SELECT session, transaction_number, statement, timestamp, term, at, outcome FROM retry_records"
            + (after is null ? "" : " WHERE (session, transaction_number, statement) > ($1, $2, $3)")
            + " ORDER BY session, transaction_number, statement LIMIT $0";
        using var rows = Prepare(sql).Query(limit, after?.Session, after?.Transaction, after?.Statement);
        while (rows.Read())
        {
            result.Add(new RetryRecord(
                rows.GetFieldValue<byte[]>(0),
                rows.GetInt64(1),
                rows.GetInt32(2),
                new OpTime(rows.GetInt64(3), rows.GetInt64(4)),
                rows.GetInt64(5),
                rows.GetFieldValue<byte[]>(6)));
        }

        return result;
    }

    /// <summary>The collections and indexes of the snapshot that is being read.</summary>
    public CollectionCatalog ReadCatalog()
    {
        var indexes = new List<(long Collection, IndexDefinition Index)>();
        using (var rows = Prepare("SELECT number, collection, specification, is_multikey FROM indexes ORDER BY number").Query())
        {
            while (rows.Read())
            {
                var specification = BsonCodec.Decode(rows.GetFieldValue<byte[]>(2));
                indexes.Add((rows.GetInt64(1), IndexDefinition.FromSpecification(rows.GetInt64(0), specification, rows.GetInt64(3) != 0)));
            }
        }

        var catalog = CollectionCatalog.Empty;
        using (var rows = Prepare("SELECT number, namespace, uuid, options FROM collections").Query())
        {
            while (rows.Read())
            {
                var number = rows.GetInt64(0);
                catalog = catalog.With(new CollectionDefinition
                {
                    Number = number,
                    Namespace = Namespace.Parse(rows.GetString(1)),
                    Uuid = new Guid(rows.GetFieldValue<byte[]>(2)),
                    Options = BsonCodec.Decode(rows.GetFieldValue<byte[]>(3)),
                    Indexes = [.. indexes.Where(entry => entry.Collection == number).Select(entry => entry.Index)],
                });
            }
        }

        return catalog;
    }

    public byte[]? ReadState(string name) => Prepare("SELECT value FROM state WHERE name = $0").Scalar(name) as byte[];

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            ClearStatements();
            _connection.Dispose();
        }
    }

    protected static string Table(CollectionDefinition collection) => "c_" + collection.Number.ToString(CultureInfo.InvariantCulture);

    protected static string Table(IndexDefinition index) => "i_" + index.Number.ToString(CultureInfo.InvariantCulture);

    protected Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            if (_statements.Count >= MaxCachedStatements)
            {
                ClearStatements();
            }

            statement = new Statement(_connection, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Whether another document than the one with <paramref name="ownRecord"/> is listed under the key.</summary>
    protected virtual bool IsTaken(CollectionDefinition collection, IndexDefinition index, byte[] key, long? ownRecord) =>
        Prepare($"SELECT record FROM {Table(index)} WHERE key = $0 AND record <> $1 LIMIT 1").Scalar(key, ownRecord ?? long.MinValue) is not null;

    /// <summary>The keys under which an index lists a document; none when a partial index leaves it out.</summary>
    protected static List<byte[]> KeysOf(IndexDefinition index, BsonDocument document, out bool isMultikey)
    {
        isMultikey = false;
        return index.PartialFilter?.Matches(document) == false
            ? []
            : IndexKeys.Of(index, document, out isMultikey);
    }

    private void ClearStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }

    // SQLite checks the shape of its pages and not what is in them; a flipped bit must not become somebody's data.
    private static StoredDocument Document(SqliteDataReader row, int first)
    {
        var stored = new StoredDocument(row.GetInt64(first), row.GetFieldValue<byte[]>(first + 1));
        return Checksum.Compute(stored.Bytes) == row.GetInt64(first + 2)
            ? stored
            : throw new DamagedDataException($"The checksum of a document does not match (record {stored.Record})");
    }

    private static OplogRecord LogEntry(SqliteDataReader row)
    {
        var record = new OplogRecord(new OpTime(row.GetInt64(0), row.GetInt64(1)), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3));
        return record.Checksum == row.GetInt64(4)
            ? record
            : throw new DamagedDataException($"The checksum of an entry of the log does not match (at {record.OpTime})");
    }

    private static Chunk<T> Gather<T>(SqliteDataReader rows, int limit, Func<SqliteDataReader, T> read, Func<T, int> size)
    {
        var items = new List<T>();
        var bytes = 0;
        while (rows.Read())
        {
            var item = read(rows);
            items.Add(item);
            bytes += size(item);
            if (bytes >= Chunk<T>.MaxBytes)
            {
                return new Chunk<T>(items, IsLast: false);
            }
        }

        return new Chunk<T>(items, IsLast: items.Count < limit);
    }

    private List<OplogRecord> OplogRows(string condition, long timestamp, int limit)
    {
        using var rows = Prepare($"SELECT timestamp, term, entry, undo, checksum FROM oplog WHERE {condition}").Query(timestamp, limit);
        return Gather(
            rows,
            limit,
            LogEntry,
            record => record.Entry.Length).Items;
    }
}
