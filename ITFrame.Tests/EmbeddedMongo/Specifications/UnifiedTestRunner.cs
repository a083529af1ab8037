using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>Runs one test of the unified format: data, operations, and then what was observed and what is stored.</summary>
internal sealed class UnifiedTestRunner(IMongoClient internalClient, string connectionString, UnifiedTest test) : IDisposable
{
    // A test that takes longer waits for something that does not come.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly EntityMap _entities = new(connectionString);
    private readonly FailPoints _failPoints = new(internalClient);
    private readonly CancellationTokenSource _limit = new(TimeLimit);

    private ValueMatcher Values => new(_entities);

    /// <summary>Throws a <see cref="MismatchException"/> when the test fails, an <see cref="UnsupportedException"/> when it cannot be run.</summary>
    public async Task RunAsync()
    {
        foreach (var data in test.SharedDocuments("initialData"))
        {
            await PrepareAsync(data);
        }

        foreach (var entity in test.SharedDocuments("createEntities"))
        {
            _entities.Create(entity);
        }

        try
        {
            foreach (var operation in test.Documents("operations"))
            {
                await RunAsync(operation).WaitAsync(_limit.Token);
            }
        }
        finally
        {
            await _failPoints.ClearAsync();
        }

        foreach (var expected in test.Documents("expectEvents"))
        {
            EventMatcher.Match(expected, _entities, Values);
        }

        foreach (var outcome in test.Documents("outcome"))
        {
            await CheckOutcomeAsync(outcome);
        }
    }

    public void Dispose()
    {
        _entities.Dispose();
        _limit.Dispose();
    }

    private async Task PrepareAsync(BsonDocument data)
    {
        var database = internalClient.GetDatabase(data["databaseName"].AsString);
        var name = data["collectionName"].AsString;
        var documents = data["documents"].AsBsonArray.Cast<BsonDocument>().ToList();
        await database.DropCollectionAsync(name);
        if (documents.Count == 0 || data.Contains("createOptions"))
        {
            await database.RunCommandAsync<BsonDocument>(new BsonDocument("create", name).Merge(data.GetValue("createOptions", new BsonDocument()).AsBsonDocument));
        }

        if (documents.Count > 0)
        {
            await database.GetCollection<BsonDocument>(name).InsertManyAsync(documents);
        }
    }

    private async Task CheckOutcomeAsync(BsonDocument outcome)
    {
        var collection = internalClient.GetDatabase(outcome["databaseName"].AsString).GetCollection<BsonDocument>(outcome["collectionName"].AsString);
        var actual = await collection.Find(new BsonDocument()).Sort(new BsonDocument("_id", 1)).ToListAsync();
        Values.MatchExactly(outcome["documents"], new BsonArray(actual), "outcome");
    }

    private async Task RunAsync(BsonDocument operation)
    {
        var name = operation["name"].AsString;
        object? result = null;
        try
        {
            result = await InvokeAsync(name, operation["object"].AsString, operation.GetValue("arguments", new BsonDocument()).AsBsonDocument);
        }
        catch (Exception exception) when (exception is not (UnsupportedException or MismatchException))
        {
            if (operation.GetValue("ignoreResultAndError", false).AsBoolean)
            {
                return;
            }

            if (!operation.TryGetValue("expectError", out var expected))
            {
                throw new MismatchException($"{name}: {exception.GetType().Name}: {exception.Message} {exception.InnerException?.Message}");
            }

            ErrorMatcher.Match(expected.AsBsonDocument, exception, Values);
            return;
        }

        if (operation.Contains("expectError"))
        {
            throw new MismatchException($"{name}: expected an error with {operation["expectError"]}, but it succeeded with {result}");
        }

        Keep(operation, name, result);
    }

    private void Keep(BsonDocument operation, string name, object? result)
    {
        if (operation.TryGetValue("expectResult", out var expected))
        {
            Values.Match(expected, result as BsonValue, $"result of {name}");
        }

        if (operation.TryGetValue("saveResultAsEntity", out var id))
        {
            _entities.Add(id.AsString, result ?? BsonNull.Value);
        }
        else if (result is IDisposable opened)
        {
            opened.Dispose();
        }
    }

    private async Task<object?> InvokeAsync(string name, string target, BsonDocument values)
    {
        if (target == "testRunner")
        {
            await new RunnerOperations(_entities, internalClient, _failPoints).RunAsync(name, values);
            return null;
        }

        if (name == "endSession")
        {
            _entities.EndSession(target);
            return null;
        }

        var arguments = new Arguments(values, _entities);
        return _entities.Find(target) switch
        {
            IMongoCollection<BsonDocument> collection => await CollectionOperations.RunAsync(name, collection, arguments),
            IMongoDatabase database => await DatabaseOperations.RunAsync(name, database, arguments),
            IMongoClient client => await ClientOperations.RunAsync(name, client, arguments),
            IClientSessionHandle session => await SessionOperations.RunAsync(name, session, values, arguments, RunAsync),
            CursorEntity cursor when name is "iterateUntilDocumentOrError" => await cursor.NextAsync(_limit.Token),
            GridFSBucket bucket => await BucketOperations.RunAsync(name, bucket, arguments),
            _ => throw new UnsupportedException($"this runner has no operation '{name}' on '{target}'"),
        };
    }
}
