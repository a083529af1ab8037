using System.Net;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Servers;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>What the driver throws when a member or the set is in trouble.</summary>
internal static class MongoFailures
{
    public static readonly ConnectionId Connection = new(new ServerId(new ClusterId(), new DnsEndPoint("mongo.london.itframe.test", 27017)));

    public static TheoryData<string, Exception> Unavailable => new()
    {
        { "no server selected", new TimeoutException("A timeout occurred after 8000ms selecting a server.") },
        { "connection lost", new MongoConnectionException(Connection, "An exception occurred while receiving a message.") },
        { "not primary", new MongoNotPrimaryException(Connection, [], new BsonDocument("code", 10107)) },
        { "recovering", new MongoNodeIsRecoveringException(Connection, [], new BsonDocument("code", 11602)) },
        { "stepped down", Command(189) },
        { "majority not confirmed in time", Command(64) },
    };

    public static MongoCommandException Command(int code)
        => new(Connection, "The command failed.", [], new BsonDocument { { "ok", 0 }, { "code", code }, { "errmsg", "secret detail" } });
}
