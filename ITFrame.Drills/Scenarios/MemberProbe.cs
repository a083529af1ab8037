using System.Collections.Concurrent;
using ITFrame.Drills.Lab;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Drills.Scenarios;

/// <summary>Asks with <c>hello</c>, on loopback: what is cut off in the lab's network can still be looked at.</summary>
internal sealed class MemberProbe(LabState lab) : IMemberProbe, IDisposable
{
    /// <summary>A member that is frozen accepts and says nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly BsonDocument Hello = new("hello", 1);

    private readonly ConcurrentDictionary<string, MongoClient> _clients = new();

    public async Task<MemberAnswer?> AskAsync(LabMember member, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var admin = _clients.GetOrAdd(member.Address, Connect).GetDatabase("admin");
            var hello = await admin.RunCommandAsync<BsonDocument>(Hello, ReadPreference.Nearest, limit.Token);
            return new MemberAnswer(hello.GetValue("isWritablePrimary", false).ToBoolean(), TermOf(hello));
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    /// <summary>Its last eight bytes are the term: MongoDB's own way to tell a new primary from an old one.</summary>
    private static long TermOf(BsonDocument hello)
        => hello.TryGetValue("electionId", out var id) && id is BsonObjectId { Value: var value } ? Convert.ToInt64(value.ToString()[8..], 16) : 0;

    private MongoClient Connect(string address)
    {
        var colon = address.LastIndexOf(':');
        var settings = new MongoClientSettings
        {
            Server = new MongoServerAddress("127.0.0.1", int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture)),
            DirectConnection = true,
            ServerSelectionTimeout = Patience,
            ConnectTimeout = Patience,
            SocketTimeout = Patience,
            HeartbeatTimeout = Patience,
            HeartbeatInterval = Patience,
        };
        // "hello" asks for no login.
        lab.Configure(settings);
        return new MongoClient(settings);
    }
}
