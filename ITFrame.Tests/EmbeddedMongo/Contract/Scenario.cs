using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>One scenario of the contract: steps, and what each must give.</summary>
/// <param name="Id">The file's name and its own.</param>
/// <param name="Document">As the file has it.</param>
internal sealed record Scenario(string Id, BsonDocument Document)
{
    public IReadOnlyList<BsonDocument> Steps { get; } = Document["steps"].AsBsonArray.Cast<BsonDocument>().ToList();

    /// <summary>Those clients that have what it needs; most scenarios are for all.</summary>
    public bool IsFor(string client) => Document.GetValue("clients", BsonNull.Value) is not BsonArray clients || clients.Contains(client);

    public static IReadOnlyList<Scenario> ReadAll() => ContractFiles.Scenarios
        .SelectMany(file => BsonSerializer.Deserialize<BsonArray>(File.ReadAllText(file))
            .Select(item => new Scenario($"{Path.GetFileNameWithoutExtension(file)}: {item["name"].AsString}", item.AsBsonDocument)))
        .ToList();
}
