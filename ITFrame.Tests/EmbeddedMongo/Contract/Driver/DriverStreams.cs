using System.Security.Cryptography;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

/// <summary>Change streams and files.</summary>
internal static class DriverStreams
{
    public static readonly Dictionary<string, Func<DriverStep, Task<BsonValue>>> All = new()
    {
        ["watch"] = DriverOperations.Plain(async step => step.Scenario.Cursors[step.Text("as")] = new DocumentReader(await WatchAsync(step))),
        ["nextChange"] = async step => (await step.Scenario.Cursors[step.Text("from")].NextAsync(step.CancellationToken))!,
        ["closeWatch"] = DriverOperations.Plain(step =>
        {
            step.Scenario.Cursors[step.Text("name")].Dispose();
            return Task.CompletedTask;
        }),
        ["upload"] = DriverOperations.Plain(step => new GridFSBucket(step.Database).UploadFromBytesAsync(
            step.Text("name"),
            Enumerable.Range(0, step.Number("size")!.Value).Select(i => (byte)(i % 251)).ToArray(),
            new GridFSUploadOptions { ChunkSizeBytes = step.Number("chunkSizeBytes") },
            step.CancellationToken)),
        ["download"] = DownloadAsync,
        ["files"] = async step => new BsonArray((await FilesAsync(step, Builders<GridFSFileInfo>.Filter.Empty))
            .OrderBy(file => file.Filename, StringComparer.Ordinal)
            .Select(file => new BsonDocument { { "filename", file.Filename }, { "length", file.Length } })),
        ["deleteFile"] = DriverOperations.Plain(async step => await new GridFSBucket(step.Database).DeleteAsync(
            (await FilesAsync(step, Builders<GridFSFileInfo>.Filter.Eq(file => file.Filename, step.Text("name")))).Single().Id, step.CancellationToken)),
    };

    private static async Task<IAsyncCursor<BsonDocument>> WatchAsync(DriverStep step)
    {
        var pipeline = DriverStep.Pipeline<ChangeStreamDocument<BsonDocument>>(step.Value("pipeline")?.AsBsonArray ?? []);
        var options = new ChangeStreamOptions
        {
            FullDocument = step.Value("fullDocument") is { } full ? Enum.Parse<ChangeStreamFullDocumentOption>(full.AsString, ignoreCase: true) : ChangeStreamFullDocumentOption.Default,
            FullDocumentBeforeChange = step.Value("fullDocumentBeforeChange") is { } before ? Enum.Parse<ChangeStreamFullDocumentBeforeChangeOption>(before.AsString, ignoreCase: true) : ChangeStreamFullDocumentBeforeChangeOption.Default,
            ResumeAfter = step.Document("resumeAfter"),
            StartAfter = step.Document("startAfter"),
            StartAtOperationTime = step.Value("startAtOperationTime")?.AsBsonTimestamp,
        };
        return step.Value("scope")?.AsString switch
        {
            "client" => await step.Client.WatchAsync(pipeline, options, step.CancellationToken),
            "database" => await step.Database.WatchAsync(pipeline, options, step.CancellationToken),
            _ => await step.Collection.WatchAsync(pipeline, options, step.CancellationToken),
        };
    }

    private static async Task<BsonValue> DownloadAsync(DriverStep step)
    {
        var data = await new GridFSBucket(step.Database).DownloadAsBytesByNameAsync(step.Text("name"), cancellationToken: step.CancellationToken);
        return new BsonDocument { { "length", data.Length }, { "sha256", Convert.ToHexStringLower(SHA256.HashData(data)) } };
    }

    private static async Task<List<GridFSFileInfo>> FilesAsync(DriverStep step, FilterDefinition<GridFSFileInfo> filter) =>
        await (await new GridFSBucket(step.Database).FindAsync(filter, cancellationToken: step.CancellationToken)).ToListAsync(step.CancellationToken);
}
