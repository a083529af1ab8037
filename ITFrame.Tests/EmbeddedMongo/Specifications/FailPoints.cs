using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The fail points that a test has set, so that they do not outlive it.</summary>
internal sealed class FailPoints(IMongoClient internalClient)
{
    private readonly HashSet<string> _names = [];

    public async Task SetAsync(IMongoClient client, BsonDocument failPoint)
    {
        _names.Add(failPoint["configureFailPoint"].AsString);
        await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(failPoint, ReadPreference.Primary);
    }

    public async Task ClearAsync()
    {
        foreach (var name in _names)
        {
            var off = new BsonDocument { { "configureFailPoint", name }, { "mode", "off" } };
            await internalClient.GetDatabase("admin").RunCommandAsync<BsonDocument>(off, ReadPreference.Primary);
        }
    }
}
