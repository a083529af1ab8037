using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Query;

public sealed class PipelineTests
{
    private const string Songs = "[{_id: 1, s: 'a', n: 2, t: ['x', 'y']}, {_id: 2, s: 'b', n: 5, t: []}, {_id: 3, s: 'a', n: 3}]";

    [Theory]
    [InlineData("[{$match: {s: 'a'}}, {$sort: {n: -1}}, {$project: {n: 1, _id: 0}}]", "[{n: 3}, {n: 2}]")]
    [InlineData("[{$group: {_id: '$s', total: {$sum: '$n'}, most: {$max: '$n'}, c: {$count: {}}}}, {$sort: {_id: 1}}]", "[{_id: 'a', total: 5, most: 3, c: 2}, {_id: 'b', total: 5, most: 5, c: 1}]")]
    [InlineData("[{$unwind: '$t'}, {$project: {_id: 0, t: 1}}]", "[{t: 'x'}, {t: 'y'}]")]
    [InlineData("[{$unwind: {path: '$t', preserveNullAndEmptyArrays: true}}, {$count: 'n'}]", "[{n: 4}]")]
    [InlineData("[{$sort: {_id: 1}}, {$skip: 1}, {$limit: 1}, {$addFields: {d: {$multiply: ['$n', 2]}}}, {$unset: ['t', 's']}]", "[{_id: 2, n: 5, d: 10}]")]
    [InlineData("[{$match: {_id: 2}}, {$replaceRoot: {newRoot: {k: '$s', l: {$toUpper: '$s'}}}}]", "[{k: 'b', l: 'B'}]")]
    [InlineData("[{$sortByCount: '$s'}]", "[{_id: 'a', count: 2}, {_id: 'b', count: 1}]")]
    [InlineData("[{$match: {_id: 1}}, {$lookup: {from: 'other', localField: 's', foreignField: 'k', as: 'o'}}, {$project: {o: 1}}]", "[{_id: 1, o: [{k: 'a'}]}]")]
    [InlineData("[{$facet: {a: [{$count: 'n'}], b: [{$match: {s: 'b'}}, {$project: {_id: 1}}]}}]", "[{a: [{n: 3}], b: [{_id: 2}]}]")]
    public void Run_Stages_GiveWhatMongoGives(string pipeline, string expected)
    {
        var context = new PipelineContext((_, _, _) => [new BsonDocument("k", "a")]);

        var result = Pipeline.Parse(Array(pipeline)).RunWhole(Array(Songs).Cast<BsonDocument>(), context);

        Assert.Equal(Array(expected), new BsonArray(result));
    }

    [Theory]
    [InlineData("{$cond: [{$gt: ['$n', 3]}, 'big', 'small']}", "'small'")]
    [InlineData("{$ifNull: ['$missing', '$n']}", "2")]
    [InlineData("{$concat: ['$s', '-', {$toString: '$n'}]}", "'a-2'")]
    [InlineData("{$size: '$t'}", "2")]
    [InlineData("{$arrayElemAt: ['$t', -1]}", "'y'")]
    [InlineData("{$filter: {input: '$t', as: 'e', cond: {$eq: ['$$e', 'x']}}}", "['x']")]
    [InlineData("{$map: {input: [1, 2], as: 'e', in: {$add: ['$$e', '$n']}}}", "[3, 4]")]
    [InlineData("{$reduce: {input: [1, 2, 3], initialValue: 0, in: {$add: ['$$value', '$$this']}}}", "6")]
    [InlineData("{$switch: {branches: [{case: {$eq: ['$n', 2]}, then: 'two'}], default: 'other'}}", "'two'")]
    [InlineData("{$divide: ['$n', 4]}", "0.5")]
    [InlineData("{$mod: [7, '$n']}", "1")]
    [InlineData("{$in: ['y', '$t']}", "true")]
    [InlineData("{$dateToString: {date: {$toDate: '2026-01-02T03:04:05Z'}, format: '%Y/%m/%d %H:%M'}}", "'2026/01/02 03:04'")]
    [InlineData("{$dateTrunc: {date: {$toDate: '2026-01-02T03:44:05Z'}, unit: 'hour'}}", "ISODate('2026-01-02T03:00:00Z')")]
    [InlineData("{$mergeObjects: [{a: 1}, {b: 2}]}", "{a: 1, b: 2}")]
    [InlineData("{$let: {vars: {q: '$n'}, in: {$pow: ['$$q', 3]}}}", "8")]
    [InlineData("{$slice: ['$t', 1]}", "['x']")]
    [InlineData("{$round: [2.567, 1]}", "2.6")]
    [InlineData("{$convert: {input: 'x', to: 'int', onError: -1}}", "-1")]
    public void Evaluate_Expression_GivesWhatMongoGives(string expression, string expected)
    {
        var document = Array(Songs)[0].AsBsonDocument;

        var value = ExpressionParser.Parse(BsonDocument.Parse(expression)).Evaluate(new EvaluationScope(document));

        Assert.Equal(Array("[" + expected + "]")[0], value);
    }

    [Theory]
    [InlineData("[{$nonsense: {}}]")]
    [InlineData("[{$match: {}, $sort: {a: 1}}]")]
    [InlineData("[{$group: {n: {$sum: 1}}}]")]
    [InlineData("[{$project: {a: 1, b: 0}}]")]
    [InlineData("[{$limit: -1}]")]
    [InlineData("[{$project: {a: {$nonsense: 1}}}]")]
    public void Parse_BadPipeline_IsRefused(string pipeline) =>
        Assert.Throws<CommandException>(() => Pipeline.Parse(Array(pipeline)));

    private static BsonArray Array(string json) => BsonSerializer.Deserialize<BsonArray>(json);
}
