using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

internal static class DriverReads
{
    public static readonly Dictionary<string, Func<DriverStep, Task<BsonValue>>> All = new()
    {
        ["find"] = async step => new BsonArray(await Query(step).ToListAsync(step.CancellationToken)),
        ["aggregate"] = AggregateAsync,
        ["count"] = CountAsync,
        ["estimatedCount"] = async step => await step.Collection.EstimatedDocumentCountAsync(cancellationToken: step.CancellationToken),
        ["distinct"] = DistinctAsync,
        ["explain"] = ExplainAsync,
        ["openCursor"] = DriverOperations.Plain(async step => step.Scenario.Cursors[step.Text("as")] = new DocumentReader(await Query(step).ToCursorAsync(step.CancellationToken))),
        ["next"] = NextAsync,
        ["closeCursor"] = DriverOperations.Plain(step =>
        {
            step.Scenario.Cursors[step.Text("cursor")].Dispose();
            return Task.CompletedTask;
        }),
        ["waitForCount"] = WaitForCountAsync,
    };

    private static IFindFluent<BsonDocument, BsonDocument> Query(DriverStep step)
    {
        var options = new FindOptions { BatchSize = step.Number("batchSize"), Hint = step.Value("hint"), MaxTime = step.Milliseconds("maxTimeMS"), Let = step.Document("let") };
        var query = step.Session is { } session ? step.Collection.Find(session, step.Filter, options) : step.Collection.Find(step.Filter, options);
        query = step.Document("sort") is { } sort ? query.Sort(sort) : query;
        query = step.Document("projection") is { } projection ? query.Project<BsonDocument>(projection) : query;
        return query.Skip(step.Number("skip")).Limit(step.Number("limit"));
    }

    private static async Task<BsonValue> AggregateAsync(DriverStep step)
    {
        var stages = step.Arguments["pipeline"].AsBsonArray;
        var options = new AggregateOptions
        {
            BatchSize = step.Number("batchSize"),
            Hint = step.Value("hint"),
            MaxTime = step.Milliseconds("maxTimeMS"),
            AllowDiskUse = step.Flag("allowDiskUse"),
            Let = step.Document("let"),
        };
        using var cursor = step.Flag("onDatabase") == true
            ? await step.Database.AggregateAsync(DriverStep.Pipeline<NoPipelineInput>(stages), options, step.CancellationToken)
            : step.Session is { } session
                ? await step.Collection.AggregateAsync(session, DriverStep.Pipeline<BsonDocument>(stages), options, step.CancellationToken)
                : await step.Collection.AggregateAsync(DriverStep.Pipeline<BsonDocument>(stages), options, step.CancellationToken);
        return new BsonArray(await cursor.ToListAsync(step.CancellationToken));
    }

    private static async Task<BsonValue> CountAsync(DriverStep step)
    {
        var options = new CountOptions { Skip = step.Number("skip"), Limit = step.Number("limit"), Hint = step.Value("hint") };
        return step.Session is { } session
            ? await step.Collection.CountDocumentsAsync(session, step.Filter, options, step.CancellationToken)
            : await step.Collection.CountDocumentsAsync(step.Filter, options, step.CancellationToken);
    }

    private static async Task<BsonValue> DistinctAsync(DriverStep step)
    {
        using var cursor = step.Session is { } session
            ? await step.Collection.DistinctAsync<BsonValue>(session, step.Text("key"), step.Filter, cancellationToken: step.CancellationToken)
            : await step.Collection.DistinctAsync<BsonValue>(step.Text("key"), step.Filter, cancellationToken: step.CancellationToken);
        return new BsonArray(await cursor.ToListAsync(step.CancellationToken));
    }

    // The driver has no helper for it.
    private static async Task<BsonValue> ExplainAsync(DriverStep step)
    {
        var find = new BsonDocument("find", step.Collection.CollectionNamespace.CollectionName).AddRange(step.Arguments);
        var command = new BsonDocument { { "explain", find }, { "verbosity", "executionStats" } };
        return await step.Database.RunCommandAsync<BsonDocument>(command, cancellationToken: step.CancellationToken);
    }

    private static async Task<BsonValue> NextAsync(DriverStep step)
    {
        var found = new BsonArray();
        while (found.Count < step.Number("count") && await step.Scenario.Cursors[step.Text("cursor")].NextAsync(step.CancellationToken) is { } document)
        {
            found.Add(document);
        }

        return found;
    }

    private static async Task<BsonValue> WaitForCountAsync(DriverStep step)
    {
        var wanted = step.Number("count");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await step.Collection.CountDocumentsAsync(step.Filter, cancellationToken: step.CancellationToken) != wanted)
        {
            await timer.WaitForNextTickAsync(step.CancellationToken);
        }

        return wanted!.Value;
    }
}
