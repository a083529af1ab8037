using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Query;

/// <summary>Stages, with examples after MongoDB's manual.</summary>
public sealed class StageTests
{
    private const string Sales = "[{_id: 1, s: 'CA', q: 120, at: 1}, {_id: 2, s: 'CA', q: 162, at: 2}, {_id: 3, s: 'WA', q: 104, at: 1}, {_id: 4, s: 'WA', q: 140, at: 2}]";
    private const string Staff = "[{_id: 1, name: 'Dev'}, {_id: 2, name: 'Eliot', boss: 'Dev'}, {_id: 3, name: 'Ron', boss: 'Eliot'}]";

    [Theory]
    [InlineData("[{$bucket: {groupBy: '$q', boundaries: [100, 130, 150], default: 'more', output: {n: {$sum: 1}}}}]", "[{_id: 100, n: 2}, {_id: 130, n: 1}, {_id: 'more', n: 1}]")]
    [InlineData("[{$bucketAuto: {groupBy: '$q', buckets: 2}}]", "[{_id: {min: 104, max: 140}, count: 2}, {_id: {min: 140, max: 162}, count: 2}]")]
    [InlineData("[{$setWindowFields: {partitionBy: '$s', sortBy: {at: 1}, output: {sum: {$sum: '$q', window: {documents: ['unbounded', 'current']}}}}}, {$project: {sum: 1}}]", "[{_id: 1, sum: 120}, {_id: 2, sum: 282}, {_id: 3, sum: 104}, {_id: 4, sum: 244}]")]
    [InlineData("[{$setWindowFields: {partitionBy: '$s', sortBy: {q: -1}, output: {r: {$rank: {}}, p: {$shift: {output: '$q', by: -1, default: 0}}}}}, {$project: {r: 1, p: 1}}]", "[{_id: 2, r: 1, p: 0}, {_id: 1, r: 2, p: 162}, {_id: 4, r: 1, p: 0}, {_id: 3, r: 2, p: 140}]")]
    [InlineData("[{$setWindowFields: {sortBy: {q: 1}, output: {n: {$count: {}, window: {range: [-20, 20]}}}}}, {$project: {n: 1}}]", "[{_id: 3, n: 2}, {_id: 1, n: 3}, {_id: 4, n: 2}, {_id: 2, n: 1}]")]
    [InlineData("[{$group: {_id: '$s', top: {$top: {sortBy: {q: -1}, output: '$_id'}}, low: {$minN: {input: '$q', n: 1}}}}, {$sort: {_id: 1}}]", "[{_id: 'CA', top: 2, low: [120]}, {_id: 'WA', top: 4, low: [104]}]")]
    [InlineData("[{$group: {_id: null, m: {$median: {input: '$q', method: 'approximate'}}, b: {$bottomN: {n: 2, sortBy: {q: 1}, output: '$q'}}}}]", "[{_id: null, m: 120.0, b: [140, 162]}]")]
    [InlineData("[{$match: {_id: 1}}, {$unionWith: {coll: 'staff', pipeline: [{$match: {_id: 3}}, {$project: {name: 1}}]}}]", "[{_id: 1, s: 'CA', q: 120, at: 1}, {_id: 3, name: 'Ron'}]")]
    [InlineData("[{$match: {_id: {$lt: 3}}}, {$lookup: {from: 'staff', let: {i: '$_id'}, pipeline: [{$match: {$expr: {$eq: ['$_id', '$$i']}}}, {$project: {_id: 0, name: 1, q: '$$i'}}], as: 'p'}}, {$project: {p: 1}}]", "[{_id: 1, p: [{name: 'Dev', q: 1}]}, {_id: 2, p: [{name: 'Eliot', q: 2}]}]")]
    [InlineData("[{$match: {_id: 1}}, {$graphLookup: {from: 'staff', startWith: 'Ron', connectFromField: 'boss', connectToField: 'name', as: 'chain', depthField: 'd'}}, {$project: {'chain.name': 1, 'chain.d': 1}}]", "[{_id: 1, chain: [{name: 'Ron', d: 0}, {name: 'Eliot', d: 1}, {name: 'Dev', d: 2}]}]")]
    [InlineData("[{$match: {s: 'CA'}}, {$redact: {$cond: [{$gt: ['$q', 130]}, '$$PRUNE', '$$KEEP']}}, {$project: {_id: 1}}]", "[{_id: 1}]")]
    [InlineData("[{$match: {s: 'CA'}}, {$project: {at: 1}}, {$densify: {field: 'at', range: {step: 1, bounds: [0, 4]}}}]", "[{at: 0}, {_id: 1, at: 1}, {_id: 2, at: 2}, {at: 3}]")]
    [InlineData("[{$match: {s: 'CA'}}, {$project: {at: 1, q: {$cond: [{$eq: ['$at', 1]}, null, '$q']}}}, {$fill: {output: {q: {value: 0}}}}]", "[{_id: 1, at: 1, q: 0}, {_id: 2, at: 2, q: 162}]")]
    public void Run_Stages_GiveWhatMongoGives(string pipeline, string expected) =>
        Assert.Equal(Array(expected), new BsonArray(Pipeline.Parse(Array(pipeline)).RunWhole(Array(Sales).Cast<BsonDocument>(), Context())));

    [Fact]
    public void Fill_Linear_InterpolatesBetweenWhatIsKnown()
    {
        var input = Array("[{t: 0, v: 500}, {t: 1}, {t: 2, v: null}, {t: 3, v: 530}]").Cast<BsonDocument>();

        var result = Pipeline.Parse(Array("[{$fill: {sortBy: {t: 1}, output: {v: {method: 'linear'}}}}]")).RunWhole(input, Context());

        Assert.Equal([500, 510, 520, 530], result.Select(document => document["v"].ToDouble()));
    }

    [Theory]
    [InlineData("[{$merge: 'a'}, {$match: {}}]", 40601)]
    [InlineData("[{$documents: []}]", 73)]
    [InlineData("[{$match: {$expr: {$eq: ['$a', '$$nobody']}}}]", 17276)]
    [InlineData("[{$bucket: {groupBy: '$a', boundaries: [2, 1]}}]", 40194)]
    [InlineData("[{$geoNear: {}}]", 238)]
    [InlineData("[{$facet: {a: 1}}]", 14)]
    [InlineData("[{$sample: {}}]", 40414)]
    [InlineData("[{$count: 'a\\u0000'}]", 16411)]
    [InlineData("[{$lookup: {from: 'a', localField: 'a', foreignField: 'a\\u0000', as: 'b'}}]", 16411)]
    [InlineData("[{$graphLookup: {from: 'a', startWith: 1, connectFromField: 'a', connectToField: 'a\\u0000', as: 'b'}}]", 16411)]
    [InlineData("[{$unwind: {path: '$a', includeArrayIndex: 1}}]", 14)]
    [InlineData("[{$setWindowFields: {sortBy: {a: 1}, output: {x: {$shift: {output: '$a', by: NumberLong('9223372036854775807')}}}}}]", 14)]
    [InlineData("[{$setWindowFields: {sortBy: {a: 1}, output: {x: {$expMovingAvg: {N: 2}}}}}]", 40414)]
    [InlineData("[{$group: {_id: 1, a: {$top: {sortBy: 1, output: 1}}}}]", 14)]
    [InlineData("[{$merge: {into: 'a', on: [1]}}]", 14)]
    [InlineData("[{$project: {a: 0, b: {$add: [1, 1]}}}]", 31252)]
    [InlineData("[{$project: {'a.$': 1}}]", 31324)]
    public void Parse_BadPipeline_IsRefusedWithMongosCode(string pipeline, int expected) =>
        Assert.Equal(expected, (int)Assert.Throws<CommandException>(() => Pipeline.Parse(Array(pipeline))).Code);

    [Theory]
    [InlineData("{field: 'at', range: {step: 5e-324, bounds: 'full'}}", 5897900)]
    [InlineData("{field: 'd', range: {step: 0.5, unit: 'day', bounds: [ISODate('2026-01-01'), ISODate('2026-01-03')]}}", 5733401)]
    public void Run_DensifyThatWouldNotEnd_IsRefused(string specification, int expected)
    {
        var pipeline = Pipeline.Parse(Array("[{$densify: " + specification + "}]"));

        Assert.Equal(expected, (int)Assert.Throws<CommandException>(() => pipeline.RunWhole(Array(Sales).Cast<BsonDocument>(), Context()).ToList()).Code);
    }

    [Fact]
    public void Run_WindowOfExtremeBounds_IsTheWholePartition()
    {
        var pipeline = Pipeline.Parse(Array("[{$setWindowFields: {sortBy: {at: 1}, output: {n: {$sum: 1, window: {documents: [NumberLong('-9223372036854775808'), NumberLong('9223372036854775807')]}}}}}]"));

        Assert.All(pipeline.RunWhole(Array(Sales).Cast<BsonDocument>(), Context()), document => Assert.Equal(4, document["n"]));
    }

    [Fact]
    public void Run_RedactOfNameGivenTwice_KeepsBoth()
    {
        var document = new BsonDocument(allowDuplicateNames: true) { { "a", 1 }, { "a", 2 } };

        Assert.Equal([document], Pipeline.Parse(Array("[{$redact: '$$DESCEND'}]")).RunWhole([document], Context()));
    }

    private static PipelineContext Context() => new((_, filter, sort) =>
    {
        var found = Array(Staff).Cast<BsonDocument>().Where(filter.Matches);
        return sort?.Sort(found, document => document) ?? found;
    });

    private static BsonArray Array(string json) => BsonSerializer.Deserialize<BsonArray>(json);
}
