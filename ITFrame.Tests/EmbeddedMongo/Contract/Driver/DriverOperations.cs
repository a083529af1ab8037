using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

/// <summary>The contract's operations by name.</summary>
internal static class DriverOperations
{
    private static readonly Dictionary<string, Func<DriverStep, Task<BsonValue>>> All = new[]
    {
        DriverReads.All, DriverWrites.All, DriverCatalog.All, DriverSessions.All, DriverStreams.All,
    }.SelectMany(operations => operations).ToDictionary(entry => entry.Key, entry => entry.Value);

    public static Func<DriverStep, Task<BsonValue>> Find(string name) => All[name];

    /// <summary>An operation of which only the end is reported.</summary>
    public static Func<DriverStep, Task<BsonValue>> Plain(Func<DriverStep, Task> operation) => async step =>
    {
        await operation(step);
        return BsonNull.Value;
    };
}
