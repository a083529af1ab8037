using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Query;

/// <summary>Expression operators, with the results that MongoDB's manual gives for them.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("{$dateToString: {date: '$$d', format: '%Y-%m-%d %H:%M %z', timezone: 'America/New_York'}}", "'2017-01-01 10:08 -0500'")]
    [InlineData("{$dateToString: {date: '$$d', format: '%H:%M:%S:%L%z', timezone: '+04:30'}}", "'19:38:40:456+0430'")]
    [InlineData("{$hour: {date: '$$d', timezone: '+03'}}", "18")]
    [InlineData("{$hour: '$$d'}", "15")]
    [InlineData("{$dayOfYear: {date: {$dateAdd: {startDate: '$$d', unit: 'day', amount: 3}}}}", "4")]
    [InlineData("{$dateToParts: {date: '$$d', timezone: 'America/New_York'}}", "{year: 2017, month: 1, day: 1, hour: 10, minute: 8, second: 40, millisecond: 456}")]
    [InlineData("{$dateToParts: {date: '$$d', iso8601: true}}", "{isoWeekYear: 2016, isoWeek: 52, isoDayOfWeek: 7, hour: 15, minute: 8, second: 40, millisecond: 456}")]
    [InlineData("{$dateFromParts: {year: 2017, month: 14, day: 1, hour: 12}}", "ISODate('2018-02-01T12:00:00Z')")]
    [InlineData("{$dateFromParts: {year: 2016, month: 12, day: 31, hour: 23, minute: 46, second: 12, timezone: 'America/New_York'}}", "ISODate('2017-01-01T04:46:12Z')")]
    [InlineData("{$dateFromString: {dateString: '2017-02-08T12:10:40.787', timezone: 'America/New_York'}}", "ISODate('2017-02-08T17:10:40.787Z')")]
    [InlineData("{$dateFromString: {dateString: '06-15-2018', format: '%m-%d-%Y'}}", "ISODate('2018-06-15T00:00:00Z')")]
    [InlineData("{$dateFromString: {dateString: 'nonsense', onError: 'bad'}}", "'bad'")]
    [InlineData("{$dateAdd: {startDate: {$toDate: '2021-10-30T12:10:00Z'}, unit: 'day', amount: 1, timezone: 'Europe/Paris'}}", "ISODate('2021-10-31T13:10:00Z')")]
    [InlineData("{$dateDiff: {startDate: {$toDate: '2021-01-01T00:00:00Z'}, endDate: {$toDate: '2021-01-03T00:00:00Z'}, unit: 'week'}}", "NumberLong(1)")]
    [InlineData("{$dateDiff: {startDate: {$toDate: '2021-01-01T00:00:00Z'}, endDate: {$toDate: '2021-01-03T00:00:00Z'}, unit: 'week', startOfWeek: 'Monday'}}", "NumberLong(0)")]
    [InlineData("{$dateTrunc: {date: {$toDate: '2021-03-20T11:30:05Z'}, unit: 'week', startOfWeek: 'monday'}}", "ISODate('2021-03-15T00:00:00Z')")]
    [InlineData("{$dateTrunc: {date: {$toDate: '2021-03-20T11:30:05Z'}, unit: 'hour', binSize: 2, timezone: 'America/Los_Angeles'}}", "ISODate('2021-03-20T11:00:00Z')")]
    public void Evaluate_Dates_GiveWhatMongoGives(string expression, string expected) =>
        AssertGives("{$let: {vars: {d: {$toDate: '2017-01-01T15:08:40.456Z'}}, in: " + expression + "}}", expected);

    [Theory]
    [InlineData("{$getField: 'a.b'}", "1")]
    [InlineData("{$getField: {field: {$literal: '$c'}, input: '$$ROOT'}}", "2")]
    [InlineData("{$setField: {field: 'a.b', input: {x: 1}, value: 5}}", "{x: 1, 'a.b': 5}")]
    [InlineData("{$unsetField: {field: 'x', input: {x: 1, y: 2}}}", "{y: 2}")]
    [InlineData("{$setField: {field: 'y', input: {x: 1, y: 2}, value: '$$REMOVE'}}", "{x: 1}")]
    [InlineData("{$mergeObjects: [{a: 1}, null, {a: 2, b: 3}]}", "{a: 2, b: 3}")]
    [InlineData("{$arrayToObject: [[{k: 'item', v: 'abc'}, {k: 'qty', v: 25}]]}", "{item: 'abc', qty: 25}")]
    public void Evaluate_Objects_GiveWhatMongoGives(string expression, string expected) => AssertGives(expression, expected);

    [Theory]
    [InlineData("{$zip: {inputs: [['a'], ['b'], ['c']]}}", "[['a', 'b', 'c']]")]
    [InlineData("{$zip: {inputs: [[1], [2, 3], [4]], useLongestLength: true, defaults: ['a', 'b', 'c']}}", "[[1, 2, 4], ['a', 3, 'c']]")]
    [InlineData("{$sortArray: {input: [3, 1, 4, 1, 5, 9], sortBy: -1}}", "[9, 5, 4, 3, 1, 1]")]
    [InlineData("{$sortArray: {input: [{n: 'b', a: 30}, {n: 'a', a: 42}], sortBy: {a: -1}}}", "[{n: 'a', a: 42}, {n: 'b', a: 30}]")]
    [InlineData("{$firstN: {n: 2, input: [10, 20, 30]}}", "[10, 20]")]
    [InlineData("{$lastN: {n: 2, input: [10, 20, 30]}}", "[20, 30]")]
    [InlineData("{$maxN: {n: 2, input: [7, null, 9, 8]}}", "[9, 8]")]
    [InlineData("{$indexOfArray: [['a', 'abc', 'a'], 'a', 1]}", "2")]
    [InlineData("{$setUnion: [['b', 'a'], ['a', 'c']]}", "['a', 'b', 'c']")]
    [InlineData("{$median: {input: [1, 2, 3, 4, 5], method: 'approximate'}}", "3.0")]
    [InlineData("{$percentile: {input: [20, 30, 40, 50], p: [0.5, 0.95], method: 'approximate'}}", "[30.0, 50.0]")]
    [InlineData("{$stdDevPop: [[1, 3]]}", "1.0")]
    [InlineData("{$map: {input: [{$add: [1, 1]}], in: '$$this'}}", "[2]")]
    [InlineData("{$reduce: {input: ['a', 'b'], initialValue: '', in: {$concat: ['$$value', '$$this']}}}", "'ab'")]
    public void Evaluate_Arrays_GiveWhatMongoGives(string expression, string expected) => AssertGives(expression, expected);

    [Theory]
    [InlineData("{$regexFind: {input: 'First lines\\nsecond', regex: 'line(s)?'}}", "{match: 'lines', idx: 6, captures: ['s']}")]
    [InlineData("{$regexFind: {input: 'abc', regex: 'x'}}", "null")]
    [InlineData("{$regexFindAll: {input: 'a1b22', regex: '[0-9]+'}}", "[{match: '1', idx: 1, captures: []}, {match: '22', idx: 3, captures: []}]")]
    [InlineData("{$indexOfCP: ['cafeteria', 'e']}", "3")]
    [InlineData("{$indexOfBytes: ['cafétéria', 't']}", "5")]
    [InlineData("{$indexOfCP: ['cafétéria', 't']}", "4")]
    [InlineData("{$bitAnd: [13, 7]}", "5")]
    [InlineData("{$bitOr: [8, 1]}", "9")]
    [InlineData("{$bitNot: [5]}", "-6")]
    [InlineData("{$degreesToRadians: 180}", "3.141592653589793")]
    public void Evaluate_TextAndNumbers_GiveWhatMongoGives(string expression, string expected) => AssertGives(expression, expected);

    [Theory]
    [InlineData("'$$nobody'", 17276)]
    [InlineData("{$let: {vars: {Big: 1}, in: 1}}", 9)]
    [InlineData("{$dateAdd: {startDate: 1, unit: 'day'}}", 9)]
    [InlineData("{$hour: {date: 1, zone: 'UTC'}}", 9)]
    [InlineData("{$meta: 'textScore'}", 238)]
    [InlineData("{$nonsense: 1}", 168)]
    public void Parse_BadExpression_IsRefusedWithMongosCode(string expression, int expected) =>
        Assert.Equal(expected, (int)Assert.Throws<CommandException>(() => ExpressionParser.Parse(Value(expression))).Code);

    [Theory]
    [InlineData("'$a\\u0000b'", 16411)]
    [InlineData("{$arrayToObject: [[['a\\u0000b', 1]]]}", 16411)]
    [InlineData("{$setField: {field: 'a\\u0000', input: {}, value: 1}}", 16411)]
    [InlineData("{$regexMatch: {input: 'a', regex: 'a\\u0000'}}", 2)]
    [InlineData("{$split: ['a', '']}", 40087)]
    [InlineData("{$map: {input: [1], as: 1, in: 1}}", 14)]
    [InlineData("{$filter: {input: [1], cond: true, limit: -1}}", 327392)]
    [InlineData("{$filter: {input: [1], cond: true, limit: NumberDecimal('NaN')}}", 327392)]
    [InlineData("{$indexOfArray: [[1], 1, -1]}", 40097)]
    [InlineData("{$range: [0, NumberLong('9223372036854775807')]}", 34446)]
    [InlineData("{$zip: {inputs: []}}", 34465)]
    [InlineData("{$add: [{$toDate: NumberLong(1)}, {$toDate: NumberLong(1)}]}", 16612)]
    [InlineData("{$add: [{$toDate: NumberLong('9223372036854775807')}, 1]}", 15)]
    [InlineData("{$subtract: [{$toDate: NumberLong('-9223372036854775808')}, 1]}", 15)]
    [InlineData("{$toString: {$toDate: NumberLong('9223372036854775807')}}", 15)]
    [InlineData("{$dateAdd: {startDate: {$toDate: NumberLong(0)}, unit: 'year', amount: NumberLong('9223372036854775807')}}", 15)]
    [InlineData("{$dateSubtract: {startDate: {$toDate: NumberLong(0)}, unit: 'day', amount: NumberLong('-9223372036854775808')}}", 15)]
    [InlineData("{$dateTrunc: {date: {$toDate: NumberLong(0)}, unit: 'week', binSize: NumberLong('9223372036854775807')}}", 15)]
    [InlineData("{$dateFromParts: {year: 2026, month: NumberLong('9223372036854775807')}}", 15)]
    [InlineData("{$dateFromString: {dateString: '0001-01-01T00:00:00+14:00'}}", 241)]
    [InlineData("{$toInt: NumberDecimal('NaN')}", 241)]
    public void Evaluate_OutOfRange_IsRefusedWithMongosCode(string expression, int expected) =>
        Assert.Equal(expected, (int)Assert.Throws<CommandException>(() => Evaluate(expression)).Code);

    [Theory]
    [InlineData("{$ifNull: [{$arrayElemAt: [[1, 2], NumberLong('4294967296')]}, 'none']}", "'none'")]
    [InlineData("{$slice: [[1, 2], NumberLong('-4294967295')]}", "[1, 2]")]
    [InlineData("{$dateFromString: {dateString: '9999-12-31T23:00:00', timezone: '-10:00', onError: 'bad'}}", "'bad'")]
    public void Evaluate_Extremes_GiveWhatMongoGives(string expression, string expected) => AssertGives(expression, expected);

    [Fact]
    public void Parse_DeepObjectWithTwoOperators_IsRefusedWithMongosCode()
    {
        var deep = Enumerable.Range(0, 150).Aggregate(new BsonDocument(), (inner, _) => new BsonDocument("a", inner));

        Assert.Equal(15983, (int)Assert.Throws<CommandException>(() => ExpressionParser.Parse(new BsonDocument { { "$add", deep }, { "$abs", 1 } })).Code);
    }

    [Fact]
    public void Evaluate_UnknownTimeZone_IsRefused() =>
        Assert.Equal(40485, (int)Assert.Throws<CommandException>(() => Evaluate("{$hour: {date: {$toDate: '2021-01-01T00:00:00Z'}, timezone: 'Nowhere/At_All'}}")).Code);

    [Fact]
    public void Parse_Let_SeesNoDocumentAndGivesItsValues()
    {
        var variables = Variables.Parse(BsonDocument.Parse("{a: {$add: [1, 2]}, b: {$literal: '$x'}}"));

        var value = ExpressionParser.Parse(Value("['$$a', '$$b']"), variables).Evaluate(new EvaluationScope([]));

        Assert.Equal(Value("[3, '$x']"), value);
    }

    private static void AssertGives(string expression, string expected) => Assert.Equal(Value(expected), Evaluate(expression));

    private static BsonValue? Evaluate(string expression) =>
        ExpressionParser.Parse(Value(expression)).Evaluate(new EvaluationScope(BsonDocument.Parse("{'a.b': 1, $c: 2}")));

    private static BsonValue Value(string json) => BsonDocument.Parse("{v: " + json + "}")["v"];
}
