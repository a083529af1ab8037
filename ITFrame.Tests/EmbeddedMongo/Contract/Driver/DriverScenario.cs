using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Contract.Driver;

/// <summary>Runs one scenario with MongoDB.Driver.</summary>
internal sealed class DriverScenario : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly MongoClient _client;
    private readonly string _database;
    private readonly Dictionary<string, BsonValue> _saved = [];

    private DriverScenario(string connectionString, string database)
    {
        _client = new MongoClient(connectionString);
        _database = database;
    }

    public Dictionary<string, IClientSessionHandle> Sessions { get; } = [];

    public Dictionary<string, DocumentReader> Cursors { get; } = [];

    public static async Task<BsonArray> RunAsync(string connectionString, string database, Scenario scenario, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Deadline);
        using var run = new DriverScenario(connectionString, database);
        await run._client.DropDatabaseAsync(database, limit.Token);
        var results = new BsonArray();
        foreach (var step in scenario.Steps)
        {
            try
            {
                results.Add(new BsonDocument("value", await run.RunAsync(step, limit.Token)));
            }
            catch (MongoException exception)
            {
                results.Add(new BsonDocument("error", DriverErrors.Describe(exception)));
                if (!step.Contains("error"))
                {
                    break;
                }
            }
        }

        foreach (var session in run.Sessions.Values)
        {
            session.Dispose();
        }

        await run._client.DropDatabaseAsync(database, limit.Token);
        return results;
    }

    public async Task<BsonValue> RunAsync(BsonDocument step, CancellationToken cancellationToken)
    {
        var database = _client.GetDatabase(_database);
        var concerns = step.GetValue("concerns", new BsonDocument()).AsBsonDocument;
        var context = new DriverStep(this, step, Substitute(step.GetValue("with", new BsonDocument())).AsBsonDocument)
        {
            Client = _client,
            Database = database,
            Collection = database.GetCollection<BsonDocument>(step.GetValue("in", "c").AsString, DriverConcerns.Of(concerns)),
            Session = step.TryGetValue("session", out var name) ? Sessions[name.AsString] : null,
            CancellationToken = cancellationToken,
        };
        var result = await DriverOperations.Find(step["do"].AsString)(context);
        foreach (var save in step.GetValue("save", new BsonDocument()).AsBsonDocument)
        {
            _saved[save.Name] = save.Value.AsString.Split('.').Aggregate(result, (value, part) => value is BsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : value[part]);
        }

        return result;
    }

    public void Dispose()
    {
        foreach (var cursor in Cursors.Values)
        {
            cursor.Dispose();
        }

        _client.Dispose();
    }

    private BsonValue Substitute(BsonValue value) => value switch
    {
        BsonDocument { ElementCount: 1 } document when document.TryGetValue("$$saved", out var name) => _saved[name.AsString],
        BsonDocument document => new BsonDocument(document.Select(element => new BsonElement(element.Name, Substitute(element.Value)))),
        BsonArray array => new BsonArray(array.Select(Substitute)),
        _ => value,
    };
}
