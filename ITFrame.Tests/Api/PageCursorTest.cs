using ITFrame.Api.Paging;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class PageCursorTest
{
    [Fact]
    public void TryParse_OwnText_GivesTheSame()
    {
        var cursor = new PageCursor(new DateTime(2016, 5, 1, 18, 32, 50, 123, DateTimeKind.Utc), ObjectId.GenerateNewId());
        Assert.True(PageCursor.TryParse(cursor.ToString(), null, out var parsed));
        Assert.Equal(cursor, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1-")]
    [InlineData("1-zz")]
    [InlineData("-1-000000000000000000000001")]
    [InlineData("9999999999999999999-000000000000000000000001")]
    [InlineData("999999999999999999-000000000000000000000001")]
    public void TryParse_AnythingElse_Fails(string? text) => Assert.False(PageCursor.TryParse(text, null, out _));
}
