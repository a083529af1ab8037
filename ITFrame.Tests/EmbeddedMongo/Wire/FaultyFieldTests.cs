using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Commands whose fields are of extremes, of names that no document can have, or there twice, with what MongoDB answers.</summary>
public sealed class FaultyFieldTests : IAsyncLifetime
{
    private TestSet _set = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _set = await TestSet.StartAsync(1, Cancelled);

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Theory]
    [InlineData("faults", "{count: 'a', limit: NumberLong('-9223372036854775808')}", 2)]
    [InlineData("faults", "{count: 'a', limit: NumberLong('-9223372036854775807')}", 0)]
    [InlineData("faults", "{find: 'a', limit: -2147483648}", 0)]
    [InlineData("faults", "{find: 'a\\u0000b'}", 73)]
    [InlineData("faults", "{createIndexes: 'a', indexes: [{key: {a: 1}, name: 'a\\u0000b'}]}", 67)]
    [InlineData("faults", "{dropIndexes: 'a', index: [1]}", 14)]
    [InlineData("faults", "{aggregate: 'a', pipeline: [{$match: {a: 1}}, {$out: 'a\\u0000b'}], cursor: {}}", 73)]
    [InlineData("faults", "{aggregate: 'a', pipeline: [{$changeStream: {}}, {}], cursor: {}}", 40323)]
    [InlineData("admin", "{setParameter: 1, cursorTimeoutMillis: NumberLong('9223372036854775807')}", 2)]
    [InlineData("admin", "{replSetUpdatePosition: 1, optimes: [{memberId: 0, term: 1, durableOpTime: {ts: Timestamp(1, 1), t: NumberDecimal('NaN')}}]}", 0)]
    [InlineData("faults", "{collMod: 'a', validator: {a: {$exists: {$numberDecimal: 'NaN'}}}}", 0)]
    public async Task RunAsync_Extremes_AnswersAsMongoDoes(string database, string command, int expected)
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.RunAsync("faults", BsonDocument.Parse("{create: 'a', validator: {a: {$exists: 1}}}"), Cancelled);

        var reply = await connection.RunAsync(database, BsonDocument.Parse(command), Cancelled);

        Assert.Equal(expected, reply.GetValue("code", 0));
    }

    [Theory]
    [InlineData("find", 40413)]
    [InlineData("filter", 40413)]
    [InlineData("filter.a", 0)]
    [InlineData("writeConcern.w", 40413)]
    public async Task RunAsync_FieldGivenTwice_IsRefusedInCommandsAndNotInQueries(string name, int expected)
    {
        var parts = name.Split('.');
        var command = new BsonDocument(allowDuplicateNames: true) { { "find", "a" } };
        command.Add(parts[0], parts.Length == 1 ? "a" : Twice(parts[1]));
        command.AddRange(parts.Length == 1 ? Twice(parts[0]) : []);
        if (parts[0] == "writeConcern")
        {
            command = new BsonDocument(allowDuplicateNames: true) { { "drop", "a" }, { "writeConcern", Twice("w") } };
        }

        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);

        var reply = await connection.RunAsync("faults", command, Cancelled);

        Assert.Equal(expected, reply.GetValue("code", 0));
    }

    [Fact]
    public async Task RunAsync_ExplainOfConditionGivenTwice_HasBoth()
    {
        await using var connection = await RawConnection.OpenAsync(_set.Port(0), Cancelled);
        await connection.RunAsync("faults", BsonDocument.Parse("{create: 'a'}"), Cancelled);

        var reply = await connection.RunAsync("faults", new BsonDocument("explain", new BsonDocument { { "find", "a" }, { "filter", Twice("x") } }), Cancelled);

        Assert.Equal(2, reply["queryPlanner"]["parsedQuery"]["$and"].AsBsonArray.Count);
    }

    private static BsonDocument Twice(string name) => new(allowDuplicateNames: true) { { name, 1 }, { name, 1 } };
}
