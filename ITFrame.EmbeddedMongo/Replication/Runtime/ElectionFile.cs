using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Replication.Machine;
using ITFrame.EmbeddedMongo.Storage;
using Microsoft.Data.Sqlite;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication.Runtime;

/// <summary>
/// The vote and the config, in a file of their own: a vote must not wait behind a long write of data.
/// </summary>
internal sealed class ElectionFile : IDisposable
{
    private const string FileName = "election.sqlite";

    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private ElectionFile(SqliteConnection connection) => _connection = connection;

    public static ElectionFile Open(string directory, bool isSuspect) => new(StoreSchema.OpenElectionFile(Path.Combine(directory, FileName), isSuspect));

    public LastVote ReadVote() => Read("lastVote") is { } document
        ? new LastVote(document["term"].ToInt64(), document["candidateId"].ToInt32())
        : LastVote.None;

    public void WriteVote(LastVote vote)
    {
        lock (_lock)
        {
            Put("lastVote", new BsonDocument { { "term", vote.Term }, { "candidateId", vote.CandidateId } }, transaction: null);
        }
    }

    public ReplicaSetConfig? ReadConfig() => Read("config") is { } document ? ReplicaSetConfig.Parse(document) : null;

    /// <summary>Writes the config, and this member's host in it unless it is not in it.</summary>
    public void WriteConfig(ReplicaSetConfig config, string? selfHost)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            Put("config", config.Document, transaction);
            if (selfHost is not null)
            {
                Put("self", new BsonDocument("host", selfHost), transaction);
            }

            transaction.Commit();
        }
    }

    /// <summary>The host in the config that this member once found to be itself.</summary>
    public string? ReadSelf() => Read("self") is { } document ? document["host"].AsString : null;

    public void Dispose() => _connection.Dispose();

    private BsonDocument? Read(string name)
    {
        lock (_lock)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT value FROM state WHERE name = $name";
            command.Parameters.AddWithValue("$name", name);
            return command.ExecuteScalar() is byte[] bytes ? BsonCodec.Decode(bytes) : null;
        }
    }

    private void Put(string name, BsonDocument value, SqliteTransaction? transaction)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT OR REPLACE INTO state (name, value) VALUES ($name, $value)";
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$value", BsonCodec.Encode(value));
        command.ExecuteNonQuery();
    }
}
