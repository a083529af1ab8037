using Microsoft.Data.Sqlite;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>How the member's SQLite files are opened.</summary>
internal static class StoreSchema
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS collections (
            number INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL UNIQUE, uuid BLOB NOT NULL, options BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS indexes (
            number INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, specification BLOB NOT NULL, is_multikey INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS oplog (
            timestamp INTEGER PRIMARY KEY, term INTEGER NOT NULL, entry BLOB NOT NULL, undo BLOB, checksum INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS retry_records (
            session BLOB NOT NULL, transaction_number INTEGER NOT NULL, statement INTEGER NOT NULL,
            timestamp INTEGER NOT NULL, term INTEGER NOT NULL, at INTEGER NOT NULL, outcome BLOB NOT NULL,
            PRIMARY KEY (session, transaction_number, statement)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS commits (number INTEGER NOT NULL);
        INSERT INTO commits (number) SELECT 0 WHERE NOT EXISTS (SELECT * FROM commits);
        """;

    /// <exception cref="DamagedDataException">The file is not a database, or its structure is broken.</exception>
    public static SqliteConnection OpenWriter(string path, bool isSuspect)
    {
        // FULL flushes the log at every commit: what was acknowledged survives a power cut.
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;");
        Prepare(connection, Tables, isSuspect);
        if (isSuspect)
        {
            DemandLogIsWhole(connection, path);
            Flush(connection);
        }

        return connection;
    }

    public static SqliteConnection OpenReader(string path) =>
        Open(path, SqliteOpenMode.ReadWrite, "PRAGMA query_only=1; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;");

    public static SqliteConnection OpenElectionFile(string path, bool isSuspect)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-200;");
        Prepare(connection, "CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;", isSuspect);
        if (isSuspect)
        {
            Flush(connection);
        }

        return connection;
    }

    // What the last process wrote and did not flush any more is there for readers, and counts from now on as on disk.
    private static void Flush(SqliteConnection connection) => Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    private static void Prepare(SqliteConnection connection, string tables, bool isSuspect)
    {
        try
        {
            Execute(connection, tables);
            if (isSuspect && Scalar(connection, "PRAGMA integrity_check(1)") as string is var found and not "ok")
            {
                throw new DamagedDataException($"The file '{connection.DataSource}' is damaged: {found}");
            }
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new DamagedDataException($"The file '{connection.DataSource}' cannot be read: {exception.Message}", exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode, string pragmas)
    {
        var builder = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(builder.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, pragmas);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new DamagedDataException($"The file '{path}' cannot be opened: {exception.Message}", exception);
        }
    }

    // The write-ahead log ends where its checksums stop to match. If pages of later commits were already moved into the
    // file, the two together would be a state that never was.
    private static void DemandLogIsWhole(SqliteConnection connection, string path)
    {
        const string Number = "SELECT number FROM commits";
        var withLog = Scalar(connection, Number) as long?;
        long? withoutLog;
        try
        {
            using var file = new SqliteConnection($"Data Source=file:{Uri.EscapeDataString(path)}?immutable=1;Mode=ReadOnly;Pooling=False");
            file.Open();
            withoutLog = Scalar(file, Number) as long?;
        }
        catch (SqliteException)
        {
            // Without the log the file need not make sense: it may have been left in the midst of moving pages.
            return;
        }

        if (withoutLog > withLog)
        {
            connection.Dispose();
            throw new DamagedDataException($"The write-ahead log of '{path}' is damaged: it ends at commit {withLog}, and the file has pages of commit {withoutLog}");
        }
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Whether a collection or an index was dropped between the look at the catalog and the read.</summary>
    public static bool SaysDropped(SqliteException exception) => exception.Message.Contains("no such table", StringComparison.Ordinal);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
