using ITFrame.Tests.EmbeddedMongo.Wire;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The replica set of three that all suites run against.</summary>
public sealed class SpecificationSet : IAsyncLifetime
{
    private TestSet _set = null!;

    internal IMongoClient Client { get; private set; } = null!;

    internal string ConnectionString => _set.ConnectionString;

    internal Version Version { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _set = await TestSet.StartAsync(3, TestContext.Current.CancellationToken);
        Client = _set.Client();
        var build = await Client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("buildInfo", 1));
        Version = Version.Parse(build["version"].AsString);
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();
}
