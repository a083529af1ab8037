using MongoDB.Bson;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What a client has observed of its own doing, in order.</summary>
internal sealed class ClientEvents
{
    private readonly Lock _lock = new();
    private readonly List<ClientEvent> _events = [];
    private readonly HashSet<string> _observed;
    private readonly HashSet<string> _ignored;

    public ClientEvents(IEnumerable<string> observed, IEnumerable<string> ignored)
    {
        _observed = [.. observed];
        _ignored = ["configureFailPoint", "authenticate", "saslStart", "saslContinue", "hello", "isMaster", "ismaster", .. ignored];
    }

    public IReadOnlyList<ClientEvent> All
    {
        get
        {
            lock (_lock)
            {
                return _events.ToList();
            }
        }
    }

    public void Subscribe(ClusterBuilder builder)
    {
        builder.Subscribe<CommandStartedEvent>(started => Command(
            "commandStartedEvent", started.CommandName, new BsonDocument { { "command", started.Command.DeepClone() }, { "databaseName", started.DatabaseNamespace.DatabaseName } }));
        builder.Subscribe<CommandSucceededEvent>(succeeded => Command(
            "commandSucceededEvent", succeeded.CommandName, new BsonDocument { { "reply", succeeded.Reply?.DeepClone() ?? new BsonDocument() }, { "databaseName", succeeded.DatabaseNamespace.DatabaseName } }));
        builder.Subscribe<CommandFailedEvent>(failed => Command("commandFailedEvent", failed.CommandName, new BsonDocument("databaseName", failed.DatabaseNamespace.DatabaseName)));
        builder.Subscribe<ConnectionPoolCheckingOutConnectionEvent>(_ => Add(new ClientEvent("connectionCheckOutStartedEvent", "cmap", new BsonDocument())));
    }

    private void Command(string kind, string name, BsonDocument content)
    {
        if (!_ignored.Contains(name))
        {
            Add(new ClientEvent(kind, "command", content.Add("commandName", name)));
        }
    }

    private void Add(ClientEvent happened)
    {
        if (_observed.Contains(happened.Kind))
        {
            lock (_lock)
            {
                _events.Add(happened);
            }
        }
    }
}
