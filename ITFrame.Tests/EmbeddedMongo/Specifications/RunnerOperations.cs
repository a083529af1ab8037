using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What tests ask of the runner itself: fail points and assertions.</summary>
internal sealed class RunnerOperations(EntityMap entities, IMongoClient internalClient, FailPoints failPoints)
{
    public async Task RunAsync(string name, BsonDocument arguments)
    {
        switch (name)
        {
            case "createEntities":
                foreach (var entity in arguments["entities"].AsBsonArray)
                {
                    entities.Create(entity.AsBsonDocument);
                }

                break;
            case "failPoint":
                await failPoints.SetAsync(entities.Get<IMongoClient>(arguments["client"].AsString), arguments["failPoint"].AsBsonDocument);
                break;
            case "assertSessionTransactionState":
                AssertTransactionState(Session(arguments), arguments["state"].AsString);
                break;
            case "assertSessionDirty":
                Assert(Session(arguments).WrappedCoreSession.ServerSession.IsDirty, "the session is dirty");
                break;
            case "assertSessionNotDirty":
                Assert(!Session(arguments).WrappedCoreSession.ServerSession.IsDirty, "the session is not dirty");
                break;
            case "assertSameLsidOnLastTwoCommands":
                Assert(LastSessionIds(arguments) is var (first, second) && first == second, "the last two commands have the same session");
                break;
            case "assertDifferentLsidOnLastTwoCommands":
                Assert(LastSessionIds(arguments) is var (one, other) && one != other, "the last two commands have different sessions");
                break;
            case "assertCollectionExists":
                Assert(await CollectionExistsAsync(arguments), "the collection exists");
                break;
            case "assertCollectionNotExists":
                Assert(!await CollectionExistsAsync(arguments), "the collection does not exist");
                break;
            case "assertIndexExists":
                Assert(await IndexExistsAsync(arguments), "the index exists");
                break;
            case "assertIndexNotExists":
                Assert(!await IndexExistsAsync(arguments), "the index does not exist");
                break;
            default:
                throw new UnsupportedException($"this runner has no operation '{name}' of its own");
        }
    }

    private static void Assert(bool holds, string what)
    {
        if (!holds)
        {
            throw new MismatchException($"it does not hold that {what}");
        }
    }

    private static void AssertTransactionState(IClientSessionHandle session, string expected)
    {
        var actual = session.WrappedCoreSession.CurrentTransaction?.State.ToString() ?? "None";
        Assert(string.Equals(actual.Replace("InProgress", "in_progress", StringComparison.Ordinal), expected, StringComparison.OrdinalIgnoreCase), $"the transaction is {expected} (it is {actual})");
    }

    private IClientSessionHandle Session(BsonDocument arguments) => entities.Get<IClientSessionHandle>(arguments["session"].AsString);

    private (BsonValue, BsonValue) LastSessionIds(BsonDocument arguments)
    {
        var commands = entities.Events(arguments["client"].AsString).All.Where(happened => happened.Kind == "commandStartedEvent").TakeLast(2).ToList();
        return (commands[0].Content["command"]["lsid"], commands[1].Content["command"]["lsid"]);
    }

    private async Task<bool> CollectionExistsAsync(BsonDocument arguments)
    {
        var names = await (await internalClient.GetDatabase(arguments["databaseName"].AsString).ListCollectionNamesAsync()).ToListAsync();
        return names.Contains(arguments["collectionName"].AsString);
    }

    private async Task<bool> IndexExistsAsync(BsonDocument arguments)
    {
        var collection = internalClient.GetDatabase(arguments["databaseName"].AsString).GetCollection<BsonDocument>(arguments["collectionName"].AsString);
        var indexes = await (await collection.Indexes.ListAsync()).ToListAsync();
        return indexes.Exists(index => index["name"] == arguments["indexName"]);
    }
}
