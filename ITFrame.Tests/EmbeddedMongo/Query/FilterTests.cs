using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Query;

public sealed class FilterTests
{
    [Theory]
    [InlineData("{}", "{a: 1}", true)]
    [InlineData("{a: 1}", "{a: 1.0}", true)]
    [InlineData("{a: 1}", "{a: [3, 1]}", true)]
    [InlineData("{a: [3, 1]}", "{a: [3, 1]}", true)]
    [InlineData("{a: [1, 3]}", "{a: [3, 1]}", false)]
    [InlineData("{'a.b': 2}", "{a: [{b: 1}, {b: 2}]}", true)]
    [InlineData("{'a.1.b': 2}", "{a: [{b: 1}, {b: 2}]}", true)]
    [InlineData("{'a.0.b': 2}", "{a: [{b: 1}, {b: 2}]}", false)]
    [InlineData("{a: null}", "{b: 1}", true)]
    [InlineData("{a: null}", "{a: 0}", false)]
    [InlineData("{a: {$gt: 1}}", "{a: 2}", true)]
    [InlineData("{a: {$gt: 1}}", "{a: 'x'}", false)]
    [InlineData("{a: {$gt: 1, $lt: 3}}", "{a: [0, 9]}", true)]
    [InlineData("{a: {$elemMatch: {$gt: 1, $lt: 3}}}", "{a: [0, 9]}", false)]
    [InlineData("{a: {$elemMatch: {b: 1, c: 2}}}", "{a: [{b: 1}, {c: 2}]}", false)]
    [InlineData("{a: {$elemMatch: {b: 1, c: 2}}}", "{a: [{b: 1, c: 2}]}", true)]
    [InlineData("{a: {$ne: 1}}", "{a: [1, 2]}", false)]
    [InlineData("{a: {$in: [1, /^x/]}}", "{a: 'xy'}", true)]
    [InlineData("{a: {$in: [null]}}", "{}", true)]
    [InlineData("{a: {$nin: [1]}}", "{}", true)]
    [InlineData("{a: {$exists: false}}", "{}", true)]
    [InlineData("{a: {$exists: true}}", "{a: null}", true)]
    [InlineData("{a: {$type: 'number'}}", "{a: 1}", true)]
    [InlineData("{a: {$size: 2}}", "{a: [1, 2]}", true)]
    [InlineData("{a: {$all: [1, 2]}}", "{a: [2, 1, 3]}", true)]
    [InlineData("{a: {$all: [1, 4]}}", "{a: [2, 1, 3]}", false)]
    [InlineData("{a: {$mod: [4, 1]}}", "{a: 9}", true)]
    [InlineData("{a: {$not: {$gt: 1}}}", "{}", true)]
    [InlineData("{a: /B/i}", "{a: 'abc'}", true)]
    [InlineData("{a: {$regex: 'B', $options: 'i'}}", "{a: 'abc'}", true)]
    [InlineData("{$or: [{a: 1}, {b: 1}]}", "{b: 1}", true)]
    [InlineData("{$nor: [{a: 1}, {b: 1}]}", "{b: 1}", false)]
    [InlineData("{$and: [{a: {$gt: 0}}, {a: {$lt: 2}}]}", "{a: 1}", true)]
    [InlineData("{$expr: {$gt: ['$a', '$b']}}", "{a: 2, b: 1}", true)]
    [InlineData("{a: {b: 1}}", "{a: {b: 1, c: 2}}", false)]
    [InlineData("{a: {$bitsAllSet: 3}}", "{a: 7}", true)]
    public void Matches_Query_AsMongoDoes(string query, string document, bool expected) =>
        Assert.Equal(expected, Filter.Parse(BsonDocument.Parse(query)).Matches(BsonDocument.Parse(document)));

    [Theory]
    [InlineData("{a: {$nonsense: 1}}")]
    [InlineData("{$nonsense: 1}")]
    [InlineData("{$or: []}")]
    [InlineData("{a: {$in: 1}}")]
    [InlineData("{a: {$regex: '('}}")]
    [InlineData("{a: {$mod: [0, 1]}}")]
    [InlineData("{a: {$size: -1}}")]
    public void Parse_BadQuery_IsRefused(string query) =>
        Assert.Throws<CommandException>(() => Filter.Parse(BsonDocument.Parse(query)));

    [Theory]
    [InlineData("{a: 1}", "{_id: 1, a: 2, b: 3}", "{_id: 1, a: 2}")]
    [InlineData("{a: 0}", "{_id: 1, a: 2, b: 3}", "{_id: 1, b: 3}")]
    [InlineData("{_id: 0, 'a.b': 1}", "{_id: 1, a: [{b: 1, c: 2}, {c: 3}]}", "{a: [{b: 1}, {}]}")]
    [InlineData("{a: {$slice: 1}}", "{_id: 1, a: [1, 2], b: 1}", "{_id: 1, a: [1], b: 1}")]
    [InlineData("{a: {$slice: -1}, _id: 0}", "{_id: 1, a: [1, 2]}", "{a: [2]}")]
    [InlineData("{_id: 0, a: {$elemMatch: {b: 2}}}", "{_id: 1, a: [{b: 1}, {b: 2}]}", "{a: [{b: 2}]}")]
    [InlineData("{_id: 0, n: {$add: ['$a', 1]}}", "{_id: 1, a: 2}", "{n: 3}")]
    public void Apply_Projection_AsMongoDoes(string projection, string document, string expected) =>
        Assert.Equal(BsonDocument.Parse(expected), Projection.Parse(BsonDocument.Parse(projection)).Apply(BsonDocument.Parse(document)));

    [Theory]
    [InlineData("{a: {$gte: 2}}", "{'a.$': 1}", "{_id: 1, a: [1, 2, 3], b: 1}", "{_id: 1, a: [2]}")]
    [InlineData("{'g.n': 2}", "{_id: 0, 'g.$': 1}", "{_id: 1, g: [{n: 1}, {n: 2, k: 5}]}", "{g: [{n: 2, k: 5}]}")]
    [InlineData("{g: {$elemMatch: {n: {$gt: 1}, k: 5}}}", "{b: 1, 'g.$': 1}", "{_id: 1, b: 7, g: [{n: 3}, {n: 2, k: 5}]}", "{_id: 1, b: 7, g: [{n: 2, k: 5}]}")]
    public void Apply_PositionalProjection_ShowsTheElementThatMatched(string query, string projection, string document, string expected) =>
        Assert.Equal(
            BsonDocument.Parse(expected),
            Projection.Parse(BsonDocument.Parse(projection), filter: Filter.Parse(BsonDocument.Parse(query))).Apply(BsonDocument.Parse(document)));

    [Theory]
    [InlineData("{a: {$ne: /x/}}", 2)]
    [InlineData("{a: {$gt: /x/}}", 2)]
    [InlineData("{$where: 'true'}", 238)]
    [InlineData("{a: {$near: [0, 0]}}", 238)]
    public void Parse_WhatIsNotThere_IsRefusedWithMongosCode(string query, int expected) =>
        Assert.Equal(expected, (int)Assert.Throws<CommandException>(() => Filter.Parse(BsonDocument.Parse(query))).Code);

    [Fact]
    public void Sort_MixedTypes_FollowsTheOrderOfTypes()
    {
        var values = BsonDocument.Parse("{v: [{a: 'x'}, {a: 2}, {}, {a: {b: 1}}, {a: [1]}, {a: true}, {a: null}, {a: 1.5}]}")["v"].AsBsonArray.Cast<BsonDocument>();

        var sorted = SortOrder.Parse(new BsonDocument("a", 1)).Sort(values, value => value).Select(value => value.GetValue("a", "missing").ToString());

        Assert.Equal(["missing", "BsonNull", "[1]", "1.5", "2", "x", "{ \"b\" : 1 }", "true"], sorted);
    }
}
