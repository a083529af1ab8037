using ITFrame.EmbeddedMongo.Aggregation;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Query;
using ITFrame.EmbeddedMongo.Replication;
using ITFrame.EmbeddedMongo.Update;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Faults;

/// <summary>Each operator and stage with every single fault: it is refused by MongoDB's rules, or does something, but nothing breaks.</summary>
public sealed class FaultyInputTests
{
    private static readonly BsonDocument[] Input = Documents();

    [Fact]
    public Task Evaluate_FaultyExpression_NeverBreaks() => CheckEachAsync("expressions", (document, inputs) =>
    {
        var expression = ExpressionParser.Parse(document.GetValue("v", BsonNull.Value));
        foreach (var input in inputs)
        {
            BsonCodec.Encode(new BsonDocument("v", expression.Evaluate(new EvaluationScope(input)) ?? BsonNull.Value));
        }
    });

    [Fact]
    public Task Run_FaultyStage_NeverBreaks() => CheckEachAsync("stages", (document, inputs) =>
    {
        foreach (var result in Pipeline.Parse([document]).RunWhole(inputs, Context()))
        {
            BsonCodec.Encode(result);
        }
    });

    [Fact]
    public Task Matches_FaultyFilter_NeverBreaks() => CheckEachAsync("filters", (document, inputs) =>
    {
        var filter = Filter.Parse(document);
        Assert.True(inputs.Count(filter.Matches) >= 0);
        BsonCodec.Encode(UpsertDocument.From(filter));
    });

    [Fact]
    public Task Apply_FaultyProjection_NeverBreaks() => CheckEachAsync("projections", (document, inputs) =>
    {
        if (Projection.ParseOptional(document, null, Filter.Parse(new BsonDocument("b", 2))) is { } projection)
        {
            foreach (var input in inputs)
            {
                BsonCodec.Encode(projection.Apply(input));
            }
        }
    });

    [Theory]
    [InlineData("updates")]
    [InlineData("positional")]
    public Task Apply_FaultyUpdate_NeverBreaks(string kind) => CheckEachAsync(kind, (document, inputs) =>
    {
        var update = DocumentUpdate.Parse(document.GetValue("u", BsonNull.Value), document.GetValue("arrayFilters", BsonNull.Value) as BsonArray);
        foreach (var input in inputs)
        {
            BsonCodec.EncodeStored(update.Apply(input, Filter.Parse(new BsonDocument("b", 2)), isInsert: false));
        }
    });

    [Fact]
    public Task Parse_FaultyReplicaSetConfig_NeverBreaks() => CheckEachAsync("configs", (document, _) => ReplicaSetConfig.Parse(document));

    private static async Task CheckEachAsync(string kind, Action<BsonDocument, BsonDocument[]> action)
    {
        var errors = new InternalErrors();
        foreach (var valid in Specimens.Of(kind))
        {
            action(valid, Input[..1]);
            foreach (var variant in FaultyVariants.Of(valid))
            {
                foreach (var input in Input)
                {
                    await errors.ExpectAsync(variant, () => action(variant, [input]));
                }
            }
        }

        errors.AssertNone();
    }

    private static PipelineContext Context() => new((_, filter, sort) =>
    {
        var found = Input.Where(filter.Matches);
        return sort?.Sort(found, document => document) ?? found;
    });

    private static BsonDocument[] Documents()
    {
        BsonDocument[] documents =
        [
            BsonDocument.Parse("{_id: 1, a: 1, b: [1, 2, {c: 3}], s: 'text', d: ISODate('2026-01-02T03:04:05Z'), o: {x: 1, y: {z: 2}}, n: 1.5}"),
            BsonDocument.Parse("{_id: 2, a: null, b: [], s: '\\u0000', o: {'': 1}, n: NumberLong('9223372036854775807'), k: ['a\\u0000b']}"),
            new(allowDuplicateNames: true) { { "_id", 3 }, { "a", 2 }, { "a", 3 }, { "b", new BsonArray { 2 } }, { "o", new BsonDocument(allowDuplicateNames: true) { { "x", 1 }, { "x", 2 } } }, { "d", new BsonDateTime(long.MaxValue) }, { "n", double.NaN } },
            new() { { "_id", 4 }, { "a", int.MinValue }, { "b", 2 }, { "d", new BsonDateTime(long.MinValue) }, { "n", long.MinValue }, { "s", BsonSymbol.Create("s") } },
        ];
        return Array.ConvertAll(documents, document => BsonCodec.Decode(BsonCodec.Encode(document)));
    }
}
