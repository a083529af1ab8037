using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Operations;

/// <summary>How many documents commands have returned and changed.</summary>
internal sealed class DocumentCounters
{
    private long _deleted;
    private long _inserted;
    private long _returned;
    private long _updated;

    public BsonDocument ToBson() => new()
    {
        { "deleted", Interlocked.Read(ref _deleted) },
        { "inserted", Interlocked.Read(ref _inserted) },
        { "returned", Interlocked.Read(ref _returned) },
        { "updated", Interlocked.Read(ref _updated) },
    };

    public void Count(string command, BsonDocument reply)
    {
        switch (command)
        {
            case "insert":
                Interlocked.Add(ref _inserted, reply["n"].ToInt64());
                break;
            case "update":
                Interlocked.Add(ref _updated, reply["nModified"].ToInt64());
                Interlocked.Add(ref _inserted, reply.GetValue("upserted", BsonNull.Value) is BsonArray upserted ? upserted.Count : 0);
                break;
            case "delete":
                Interlocked.Add(ref _deleted, reply["n"].ToInt64());
                break;
            case "bulkWrite":
                Interlocked.Add(ref _inserted, reply["nInserted"].ToInt64() + reply["nUpserted"].ToInt64());
                Interlocked.Add(ref _updated, reply["nModified"].ToInt64());
                Interlocked.Add(ref _deleted, reply["nDeleted"].ToInt64());
                break;
            case "find" or "aggregate" or "getMore":
                var cursor = reply.GetValue("cursor", new BsonDocument()).AsBsonDocument;
                Interlocked.Add(ref _returned, cursor.GetValue("firstBatch", cursor.GetValue("nextBatch", new BsonArray())).AsBsonArray.Count);
                break;
            default:
                break;
        }
    }
}
