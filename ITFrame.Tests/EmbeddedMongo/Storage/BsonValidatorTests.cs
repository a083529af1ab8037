using CsCheck;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Storage;

public sealed class BsonValidatorTests
{
    private static readonly byte[] Sample = new BsonDocument
    {
        { "a", 1 },
        { "b", new BsonArray { "x", 2.5, BsonNull.Value, new BsonDocument("c", true) } },
        { "d", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard) },
        { "e", new BsonRegularExpression("p", "i") },
        { "f", new BsonJavaScriptWithScope("code", new BsonDocument("g", 1)) },
        { "h", new BsonDecimal128(1.5m) },
    }.ToBson();

    [Fact]
    public void Check_WellFormed_HasNothingToSay() => Assert.Null(BsonValidator.Check(Sample));

    [Fact]
    public void Check_AnyTruncation_IsFound()
    {
        for (var length = 0; length < Sample.Length; length++)
        {
            Assert.NotNull(BsonValidator.Check(Sample.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Check_AnyCorruption_IsFoundOrDecodes() =>
        Gen.Select(Gen.Int[0, Sample.Length - 1], Gen.Byte).Array[1, 6].Sample(
            changes =>
            {
                var bytes = (byte[])Sample.Clone();
                foreach (var (position, value) in changes)
                {
                    bytes[position] = value;
                }

                if (BsonValidator.Check(bytes) is null)
                {
                    BsonCodec.Decode(bytes);
                }
            },
            iter: 20_000);

    [Fact]
    public void Check_TooDeep_IsFound()
    {
        // Written by hand, because the library's writer has a limit of its own.
        byte[] bytes = [5, 0, 0, 0, 0];
        for (var i = 0; i < BsonLimits.MaxDepth + 1; i++)
        {
            bytes = [.. BitConverter.GetBytes(bytes.Length + 8), 3, (byte)'a', 0, .. bytes, 0];
        }

        Assert.Contains("nested", BsonValidator.Check(bytes), StringComparison.Ordinal);
    }
}
