using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Update;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Query;

public sealed class UpdateTests
{
    [Theory]
    [InlineData("{$set: {'b.c': 1}}", "{_id: 1}", "{_id: 1, b: {c: 1}}")]
    [InlineData("{$set: {'a.2': 5}}", "{_id: 1, a: [1]}", "{_id: 1, a: [1, null, 5]}")]
    [InlineData("{$unset: {'a.b': 1}}", "{_id: 1, a: {b: 1, c: 2}}", "{_id: 1, a: {c: 2}}")]
    [InlineData("{$inc: {n: 2, m: 1}}", "{_id: 1, n: 1}", "{_id: 1, n: 3, m: 1}")]
    [InlineData("{$mul: {n: 2, m: 4}}", "{_id: 1, n: 3}", "{_id: 1, n: 6, m: 0}")]
    [InlineData("{$min: {n: 2}, $max: {m: 2}}", "{_id: 1, n: 3, m: 1}", "{_id: 1, n: 2, m: 2}")]
    [InlineData("{$rename: {a: 'b'}}", "{_id: 1, a: 3}", "{_id: 1, b: 3}")]
    [InlineData("{$push: {a: 3}}", "{_id: 1, a: [1]}", "{_id: 1, a: [1, 3]}")]
    [InlineData("{$push: {a: {$each: [5, 4], $sort: 1, $slice: -2}}}", "{_id: 1, a: [9, 1]}", "{_id: 1, a: [5, 9]}")]
    [InlineData("{$push: {a: {$each: [0], $position: 0}}}", "{_id: 1, a: [1]}", "{_id: 1, a: [0, 1]}")]
    [InlineData("{$addToSet: {a: {$each: [1, 2]}}}", "{_id: 1, a: [1]}", "{_id: 1, a: [1, 2]}")]
    [InlineData("{$pull: {a: {$gt: 1}}}", "{_id: 1, a: [1, 2, 3]}", "{_id: 1, a: [1]}")]
    [InlineData("{$pull: {a: {b: 1}}}", "{_id: 1, a: [{b: 1, c: 1}, {b: 2}]}", "{_id: 1, a: [{b: 2}]}")]
    [InlineData("{$pullAll: {a: [1, 2]}}", "{_id: 1, a: [1, 2, 3]}", "{_id: 1, a: [3]}")]
    [InlineData("{$pop: {a: -1}}", "{_id: 1, a: [1, 2]}", "{_id: 1, a: [2]}")]
    [InlineData("{$setOnInsert: {x: 1}}", "{_id: 1}", "{_id: 1}")]
    [InlineData("{$bit: {n: {or: 5}}}", "{_id: 1, n: 2}", "{_id: 1, n: 7}")]
    [InlineData("{$set: {'a.$[].n': 0}}", "{_id: 1, a: [{n: 1}, {n: 2}]}", "{_id: 1, a: [{n: 0}, {n: 0}]}")]
    [InlineData("{b: 2}", "{_id: 1, a: 1}", "{_id: 1, b: 2}")]
    [InlineData("[{$set: {c: {$add: ['$a', 1]}}}]", "{_id: 1, a: 1}", "{_id: 1, a: 1, c: 2}")]
    public void Apply_Update_AsMongoDoes(string update, string before, string after) =>
        Assert.Equal(BsonDocument.Parse(after), Apply(update, before, "{}"));

    [Fact]
    public void Apply_PositionalOperator_ChangesTheElementThatMatched() =>
        Assert.Equal(
            BsonDocument.Parse("{_id: 1, a: [{k: 1}, {k: 2, v: 9}]}"),
            Apply("{$set: {'a.$.v': 9}}", "{_id: 1, a: [{k: 1}, {k: 2}]}", "{'a.k': 2}"));

    [Fact]
    public void Apply_ArrayFilters_ChangesTheElementsThatMatch() =>
        Assert.Equal(
            BsonDocument.Parse("{_id: 1, a: [1, 0, 0]}"),
            DocumentUpdate.Parse(BsonDocument.Parse("{$set: {'a.$[big]': 0}}"), [BsonDocument.Parse("{big: {$gt: 1}}")])
                .Apply(BsonDocument.Parse("{_id: 1, a: [1, 2, 3]}"), Filter.All, isInsert: false));

    [Fact]
    public void From_Upsert_TakesWhatTheQueryHoldsEqual() =>
        Assert.Equal(
            BsonDocument.Parse("{a: 1, b: {c: 2}}"),
            UpsertDocument.From(Filter.Parse(BsonDocument.Parse("{a: 1, 'b.c': 2, d: {$gt: 1}}"))));

    [Theory]
    [InlineData("{$inc: {a: 'x'}}", "{_id: 1, a: 1}", (int)ErrorCode.TypeMismatch)]
    [InlineData("{$inc: {a: 1}}", "{_id: 1, a: 'x'}", (int)ErrorCode.TypeMismatch)]
    [InlineData("{$set: {'a.b': 1}}", "{_id: 1, a: 5}", (int)ErrorCode.PathNotViable)]
    [InlineData("{$set: {a: 1, 'a.b': 1}}", "{_id: 1}", (int)ErrorCode.ConflictingUpdateOperators)]
    [InlineData("{$set: {_id: 2}}", "{_id: 1}", (int)ErrorCode.ImmutableField)]
    [InlineData("{$rename: {a: 'b'}, $set: {b: 1}}", "{_id: 1}", (int)ErrorCode.ConflictingUpdateOperators)]
    [InlineData("{$rename: {a: 'a'}}", "{_id: 1}", (int)ErrorCode.BadValue)]
    [InlineData("{$rename: {a: 'b\\u0000'}}", "{_id: 1, a: 1}", (int)ErrorCode.BadValue)]
    [InlineData("{$rename: {a: 'b..c'}}", "{_id: 1, a: 1}", 56)]
    [InlineData("{_id: {$numberDecimal: 'NaN'}}", "{_id: 1}", (int)ErrorCode.ImmutableField)]
    [InlineData("{$mul: {a: {b: 1}}}", "{_id: 1}", (int)ErrorCode.TypeMismatch)]
    [InlineData("{$inc: {a: {$numberLong: '9223372036854775807'}}}", "{_id: 1, a: 1}", (int)ErrorCode.BadValue)]
    [InlineData("{$push: {a: {$each: [1], $nonsense: 1}}}", "{_id: 1}", (int)ErrorCode.BadValue)]
    [InlineData("{$set: {'a.$[x]': 1}}", "{_id: 1, a: []}", (int)ErrorCode.BadValue)]
    [InlineData("{a: 1, $set: {b: 1}}", "{_id: 1}", (int)ErrorCode.DollarPrefixedFieldName)]
    [InlineData("{$set: {'a.$': 1}}", "{_id: 1, a: [1]}", (int)ErrorCode.BadValue)]
    [InlineData("{$nonsense: {a: 1}}", "{_id: 1}", (int)ErrorCode.FailedToParse)]
    [InlineData("{$push: {a: 1}}", "{_id: 1, a: 1}", (int)ErrorCode.BadValue)]
    public void Apply_BadUpdate_IsRefusedWithMongosCode(string update, string before, int expected) =>
        Assert.Equal(expected, (int)Assert.Throws<CommandException>(() => Apply(update, before, "{}")).Code);

    [Fact]
    public void Parse_ArrayFilterWithoutUse_IsRefused() =>
        Assert.Equal(
            ErrorCode.FailedToParse,
            Assert.Throws<CommandException>(() => DocumentUpdate.Parse(BsonDocument.Parse("{$set: {a: 1}}"), [BsonDocument.Parse("{x: 1}")])).Code);

    [Fact]
    public void Apply_PositionalOperatorWithAlternatives_ChangesTheElementOfTheOneThatHolds() =>
        Assert.Equal(
            BsonDocument.Parse("{_id: 1, a: [1, 9, 3]}"),
            Apply("{$set: {'a.$': 9}}", "{_id: 1, a: [1, 2, 3]}", "{$or: [{b: 1}, {a: 2}]}"));

    private static BsonDocument Apply(string update, string before, string query)
    {
        var parsed = BsonDocument.Parse("{u: " + update + "}")["u"];
        return DocumentUpdate.Parse(parsed, null).Apply(BsonDocument.Parse(before), Filter.Parse(BsonDocument.Parse(query)), isInsert: false);
    }
}
