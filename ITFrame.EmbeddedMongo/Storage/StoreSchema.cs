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
            timestamp INTEGER PRIMARY KEY, term INTEGER NOT NULL, entry BLOB NOT NULL, undo BLOB);
        CREATE TABLE IF NOT EXISTS retry_records (
            session BLOB NOT NULL, transaction_number INTEGER NOT NULL, statement INTEGER NOT NULL,
            timestamp INTEGER NOT NULL, term INTEGER NOT NULL, at INTEGER NOT NULL, outcome BLOB NOT NULL,
            PRIMARY KEY (session, transaction_number, statement)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        """;

    public static SqliteConnection OpenWriter(string path)
    {
        // FULL flushes the log at every commit: what was acknowledged survives a power cut.
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;");
        Execute(connection, Tables);
        return connection;
    }

    public static SqliteConnection OpenReader(string path) =>
        Open(path, SqliteOpenMode.ReadWrite, "PRAGMA query_only=1; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;");

    public static SqliteConnection OpenElectionFile(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-200;");
        Execute(connection, "CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;");
        return connection;
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
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
