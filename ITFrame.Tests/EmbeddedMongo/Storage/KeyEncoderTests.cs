using CsCheck;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Storage;

public sealed class KeyEncoderTests
{
    private static readonly Gen<BsonValue> Scalars = Gen.OneOf<BsonValue>(
        Gen.Int.Select(value => (BsonValue)value),
        Gen.Long.Select(value => (BsonValue)value),
        Gen.Double.Select(value => (BsonValue)value),
        Gen.Int[-3, 3].Select(value => (BsonValue)value),
        Gen.String.Select(value => (BsonValue)new string(value.Where(c => !char.IsSurrogate(c)).ToArray())),
        Gen.Bool.Select(value => (BsonValue)value),
        Gen.DateTime.Select(value => (BsonValue)new BsonDateTime(value.Ticks / 10_000)),
        Gen.Const((BsonValue)BsonNull.Value),
        Gen.Byte.Array[12].Select(value => (BsonValue)new ObjectId(value)));

    private static readonly Gen<BsonValue> Values = Gen.OneOf(
        Scalars,
        Scalars.Array[0, 3].Select(items => (BsonValue)new BsonArray(items)),
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 3], Scalars).Array[0, 3]
            .Select(fields => (BsonValue)new BsonDocument(fields.DistinctBy(field => field.Item1).Select(field => new BsonElement(field.Item1, field.Item2)))));

    [Fact]
    public void Encode_AnyTwoValues_OrdersAsTheValuesDo() =>
        Gen.Select(Values, Values).Sample(
            (left, right) => Math.Sign(KeyEncoder.Encode(left).AsSpan().SequenceCompareTo(KeyEncoder.Encode(right))) == Math.Sign(BsonComparer.Instance.Compare(left, right)),
            iter: 20_000);

    [Fact]
    public void Append_Descending_ReversesTheOrder() =>
        Gen.Select(Scalars, Scalars).Sample(
            (left, right) => Math.Sign(Descending(left).AsSpan().SequenceCompareTo(Descending(right))) == -Math.Sign(BsonComparer.Instance.Compare(left, right)),
            iter: 5_000);

    [Fact]
    public void Encode_EqualNumbersOfDifferentTypes_AreOneKey()
    {
        Assert.Equal(KeyEncoder.Encode(5), KeyEncoder.Encode(5.0));
        Assert.Equal(KeyEncoder.Encode(5L), KeyEncoder.Encode(new BsonDecimal128(5m)));
        Assert.NotEqual(KeyEncoder.Encode(9007199254740993L), KeyEncoder.Encode(9007199254740992.0));
    }

    [Fact]
    public void Append_StringWithZeroByte_KeepsPrefixesApart()
    {
        var shorter = new KeyEncoder().Append("a", false).Append("z", false).ToArray();
        var longer = new KeyEncoder().Append("a\0b", false).Append("a", false).ToArray();

        Assert.True(shorter.AsSpan().SequenceCompareTo(longer) < 0);
    }

    private static byte[] Descending(BsonValue value) => new KeyEncoder().Append(value, descending: true).ToArray();
}
