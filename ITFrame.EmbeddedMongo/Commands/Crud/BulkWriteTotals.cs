using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Crud;

/// <summary>What the writes of one bulkWrite add up to.</summary>
internal sealed class BulkWriteTotals
{
    private int _inserted;
    private int _matched;
    private int _modified;
    private int _upserted;
    private int _deleted;

    public void Add(string kind, BsonDocument outcome)
    {
        var count = outcome["n"].ToInt32();
        switch (kind)
        {
            case "insert":
                _inserted += count;
                break;
            case "delete":
                _deleted += count;
                break;
            default:
                var isUpsert = outcome.Contains("upserted");
                _upserted += isUpsert ? 1 : 0;
                _matched += isUpsert ? 0 : count;
                _modified += outcome["nModified"].ToInt32();
                break;
        }
    }

    public BsonDocument ToBson(int errors) => new()
    {
        { "nErrors", errors },
        { "nInserted", _inserted },
        { "nMatched", _matched },
        { "nModified", _modified },
        { "nUpserted", _upserted },
        { "nDeleted", _deleted },
    };
}
