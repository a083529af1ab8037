using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

internal static class DriverSessions
{
    public static readonly Dictionary<string, Func<DriverStep, Task<BsonValue>>> All = new()
    {
        ["startSession"] = DriverOperations.Plain(async step => step.Scenario.Sessions[step.Text("as")] = await step.Client.StartSessionAsync(
            new ClientSessionOptions { CausalConsistency = step.Flag("causalConsistency") }, step.CancellationToken)),
        ["endSession"] = DriverOperations.Plain(step =>
        {
            step.Scenario.Sessions[step.Text("name")].Dispose();
            return Task.CompletedTask;
        }),
        ["startTransaction"] = DriverOperations.Plain(step =>
        {
            step.Session!.StartTransaction(new TransactionOptions(
                step.Value("readConcern") is { } level ? DriverConcerns.Read(level) : null,
                writeConcern: step.Value("writeConcern") is { } write ? DriverConcerns.Write(write) : null));
            return Task.CompletedTask;
        }),
        ["commitTransaction"] = DriverOperations.Plain(step => step.Session!.CommitTransactionAsync(step.CancellationToken)),
        ["abortTransaction"] = DriverOperations.Plain(step => step.Session!.AbortTransactionAsync(step.CancellationToken)),
        ["withTransaction"] = async step => await step.Session!.WithTransactionAsync((_, cancellationToken) => RunAsync(step, cancellationToken), cancellationToken: step.CancellationToken),
    };

    private static async Task<BsonArray> RunAsync(DriverStep step, CancellationToken cancellationToken)
    {
        var results = new BsonArray();
        foreach (var inner in step.Documents("steps"))
        {
            results.Add(await step.Scenario.RunAsync(new BsonDocument(inner) { { "session", step.Step["session"] } }, cancellationToken));
        }

        return results;
    }
}
