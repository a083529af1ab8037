using ITFrame.Api.NowPlaying.Live;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.Api.Live;

public sealed class StreamPositionTest
{
    /// <summary>A token of MongoDB 7's: of an insert at second 0x6553F100, the first of it.</summary>
    private const string MongoToken
        = "826553F100000000012B042C0100296E5A1004B7A9A1F0E8A94F1B8C5F4D6E7A8B9C0D463C6F7065726174696F6E54797065003C696E736572740046646F63756D656E744B65790046645F6964006465000000000000000000000004";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("82 65")]
    public void Parse_NoToken_IsNull(string? text) => Assert.Null(StreamPosition.Parse(text));

    [Fact]
    public void Parse_TooLong_IsNull() => Assert.Null(StreamPosition.Parse(new string('A', 1025)));

    [Fact]
    public void Parse_Token_IsTheOneThatItWas()
    {
        var position = StreamPosition.Of(new BsonDocument("_data", MongoToken));

        Assert.Equal(position, StreamPosition.Parse(position.ToString()));
        Assert.Equal(position, StreamPosition.Parse(MongoToken.ToLowerInvariant()));
        Assert.Equal(new BsonDocument("_data", MongoToken), position.ToResumeToken());
    }

    [Theory]
    [InlineData(MongoToken, 0x6553F100, 1)]
    [InlineData("826553F10000000002", 0x6553F100, 2)]
    [InlineData("81", null, null)]
    [InlineData("836553F10000000002", null, null)]
    [InlineData("826553F1", null, null)]
    public void Time_OfAToken_IsWhatItBeginsWith(string text, int? seconds, int? increment)
        => Assert.Equal(seconds is null ? null : new BsonTimestamp(seconds.Value, increment!.Value), StreamPosition.Parse(text)!.Value.Time);

    [Fact]
    public void Compare_Tokens_AsTheirPlaces()
    {
        var (early, late) = (StreamPosition.Parse("826553F10000000001")!.Value, StreamPosition.Parse(MongoToken)!.Value);

        Assert.True(early < late && late > early && early <= late && late >= early);
        Assert.True(default(StreamPosition) < early);
    }
}
