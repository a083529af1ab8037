using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>The arguments of an operation. Each must be taken: one that nobody takes is one that the driver does not offer.</summary>
internal sealed class Arguments
{
    private readonly BsonDocument _values;
    private readonly EntityMap? _entities;
    private readonly HashSet<string> _left;

    public Arguments(BsonDocument values, EntityMap? entities)
    {
        _values = values;
        _entities = entities;
        _left = [.. values.Names];
    }

    public BsonValue? Take(string name)
    {
        _left.Remove(name);
        return _values.GetValue(name, null!);
    }

    public BsonDocument? Document(string name) => Take(name)?.AsBsonDocument;

    public BsonDocument Required(string name) => Document(name) ?? throw new UnsupportedException($"the driver demands '{name}'");

    public string? Text(string name) => Take(name)?.AsString;

    public int? Number(string name) => Take(name)?.ToInt32();

    public bool? Flag(string name) => Take(name)?.AsBoolean;

    public TimeSpan? Milliseconds(string name) => Number(name) is { } number ? TimeSpan.FromMilliseconds(number) : null;

    public Collation? Collation(string name = "collation") => Document(name) is { } document ? MongoDB.Driver.Collation.FromBsonDocument(document) : null;

    public IEnumerable<ArrayFilterDefinition>? ArrayFilters() =>
        Take("arrayFilters")?.AsBsonArray.Select(filter => (ArrayFilterDefinition)new BsonDocumentArrayFilterDefinition<BsonDocument>(filter.AsBsonDocument)).ToList();

    public UpdateDefinition<BsonDocument> Update(string name = "update") => Take(name) switch
    {
        BsonArray stages => new BsonDocumentStagePipelineDefinition<BsonDocument, BsonDocument>(stages.Cast<BsonDocument>()),
        BsonDocument document => document,
        _ => throw new UnsupportedException("the driver demands an update"),
    };

    public SortDefinition<BsonDocument>? Sort() => Document("sort");

    public PipelineDefinition<TInput, BsonDocument> Pipeline<TInput>() =>
        new BsonDocumentStagePipelineDefinition<TInput, BsonDocument>(Take("pipeline")!.AsBsonArray.Cast<BsonDocument>());

    /// <summary>Whether the pipeline stores its result.</summary>
    public bool EndsWithOutput => _values["pipeline"].AsBsonArray is [.., BsonDocument last] && last.GetElement(0).Name is ("$out" or "$merge");

    public void EnsureAllTaken()
    {
        if (_left.Count > 0)
        {
            throw new UnsupportedException($"the driver has no argument '{string.Join("', '", _left)}' here");
        }
    }

    /// <summary>Runs what the arguments describe, in the session that they name or in an implicit one.</summary>
    public Task<T> RunAsync<T>(Func<IClientSessionHandle, Task<T>> inSession, Func<Task<T>> alone)
    {
        var session = Take("session") is { } id ? _entities!.Get<IClientSessionHandle>(id.AsString) : null;
        EnsureAllTaken();
        return session is null ? alone() : inSession(session);
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<IClientSessionHandle, Task> inSession, Func<Task> alone)
    {
        var session = Take("session") is { } id ? _entities!.Get<IClientSessionHandle>(id.AsString) : null;
        EnsureAllTaken();
        return session is null ? alone() : inSession(session);
    }
}
