using System.Globalization;
using ITFrame.Benchmarks.Members;
using MongoDB.Bson;
using MongoDB.Driver;
using Spectre.Console;

namespace ITFrame.Benchmarks.Throughput;

/// <summary>How much one member, and a set of three, take.</summary>
internal static class ThroughputBenchmark
{
    private const int DocumentBytes = 1024;

    public static async Task RunAsync(int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var results = new List<LoadResult>();
        await using (var one = await MemberSet.StartAsync(1, cancellationToken))
        {
            var documents = Collection(one).WithWriteConcern(WriteConcern.W1);
            results.Add(await ClosedLoop.RunAsync("one member, inserts w:1", clients, duration, id => documents.InsertOneAsync(Document(id), cancellationToken: cancellationToken), cancellationToken));
            Progress(results[^1]);
            var count = await documents.EstimatedDocumentCountAsync(cancellationToken: cancellationToken);
            results.Add(await ClosedLoop.RunAsync("one member, point reads", clients, duration, id => ReadAsync(documents, (id * 7919 % count) + 1, cancellationToken), cancellationToken));
            Progress(results[^1]);
        }

        await using (var three = await MemberSet.StartAsync(3, cancellationToken))
        {
            var documents = Collection(three).WithWriteConcern(WriteConcern.WMajority);
            results.Add(await ClosedLoop.RunAsync("three members, inserts w:majority", clients, duration, id => documents.InsertOneAsync(Document(id), cancellationToken: cancellationToken), cancellationToken));
            Progress(results[^1]);
        }

        var table = new Table().AddColumns($"{clients} clients, 1 KiB documents", "per second", "p50", "p95", "p99", "max");
        foreach (var result in results)
        {
            table.AddRow(result.Name, Number(result.PerSecond, "N0"), Latency(result.P50), Latency(result.P95), Latency(result.P99), Latency(result.Max));
        }

        AnsiConsole.Write(table);
    }

    private static IMongoCollection<BsonDocument> Collection(MemberSet set) =>
        new MongoClient(set.ConnectionString).GetDatabase("bench").GetCollection<BsonDocument>("documents");

    private static BsonDocument Document(long id) => new() { { "_id", id }, { "filler", new string('x', DocumentBytes - 35) } };

    private static async Task ReadAsync(IMongoCollection<BsonDocument> documents, long id, CancellationToken cancellationToken)
    {
        if (await documents.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken) is null)
        {
            throw new InvalidOperationException($"document {id} is missing");
        }
    }

    private static void Progress(LoadResult result) => AnsiConsole.WriteLine($"{result.Name}: {Number(result.PerSecond, "N0")}/s");

    private static string Latency(double milliseconds) => Number(milliseconds, "N1") + " ms";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
