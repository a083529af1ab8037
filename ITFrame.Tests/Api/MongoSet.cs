using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.Api;

/// <summary>A replica set of three embedded members, one a site, each a process of its own.</summary>
internal sealed class MongoSet : IAsyncDisposable
{
    public MongoMember[] Members { get; } = [new("london"), new("frankfurt"), new("amsterdam")];

    public string ConnectionString => $"mongodb://{string.Join(',', Members.Select(member => member.Host))}/itframe?replicaSet=itframe";

    public static async Task<MongoSet> StartAsync(CancellationToken cancellationToken)
    {
        var set = new MongoSet();
        try
        {
            foreach (var member in set.Members)
            {
                member.Start();
            }

            await set.Members[0].InitiateAsync(set.Members, cancellationToken);
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public async Task<MongoMember> FindPrimaryAsync(CancellationToken cancellationToken)
    {
        using var client = new MongoClient(ConnectionString);
        var hello = await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), ReadPreference.Primary, cancellationToken);
        return Members.Single(member => member.Host == hello["primary"].AsString);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
        {
            await member.DisposeAsync();
        }
    }
}
