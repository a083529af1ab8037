using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Query;

public sealed class PartialIndexTests
{
    [Theory]
    [InlineData("{a: 5}", "{a: {$gt: 3}}", true)]
    [InlineData("{a: 3}", "{a: {$gt: 3}}", false)]
    [InlineData("{a: {$gte: 3}}", "{a: {$gt: 3}}", false)]
    [InlineData("{a: {$gt: 3}}", "{a: {$gte: 3}}", true)]
    [InlineData("{a: {$gt: 4, $lt: 9}}", "{a: {$gt: 3}}", true)]
    [InlineData("{a: {$lt: 4}}", "{a: {$gt: 3}}", false)]
    [InlineData("{a: {$gt: 'x'}}", "{a: {$gt: 3}}", false)]
    [InlineData("{a: {$in: [4, 5]}}", "{a: {$gt: 3}}", true)]
    [InlineData("{a: {$in: [3, 5]}}", "{a: {$gt: 3}}", false)]
    [InlineData("{a: null}", "{a: {$exists: true}}", false)]
    [InlineData("{a: null}", "{a: null}", true)]
    [InlineData("{a: {$gt: 1}}", "{a: {$exists: true}}", true)]
    [InlineData("{a: {$ne: 1}}", "{a: {$exists: true}}", false)]
    [InlineData("{a: 'x', b: 1}", "{a: {$type: 'string'}}", true)]
    [InlineData("{b: 1}", "{a: 1}", false)]
    [InlineData("{a: 1, b: 2}", "{a: 1, b: {$lte: 2}}", true)]
    [InlineData("{a: 1}", "{$or: [{a: 1}, {b: 1}]}", true)]
    [InlineData("{$or: [{a: 4}, {a: {$gt: 7}}]}", "{a: {$gt: 3}}", true)]
    [InlineData("{$or: [{a: 4}, {b: 7}]}", "{a: {$gt: 3}}", false)]
    [InlineData("{a: [4]}", "{a: {$gt: 3}}", false)]
    public void IsImplied_OnlyWhenEveryMatchIsListed(string query, string partial, bool expected) =>
        Assert.Equal(expected, PartialIndexes.IsImplied(Filter.Parse(BsonDocument.Parse(query)).Conjuncts, Filter.Parse(BsonDocument.Parse(partial)).Root));
}
