using ITFrame.Api.Errors;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class MongoErrorsTest
{
    public static TheoryData<string, Exception> Unavailable => MongoFailures.Unavailable;

    [Theory]
    [MemberData(nameof(Unavailable))]
    public void IsUnavailable_PassingTrouble_True(string what, Exception exception) => Assert.True(exception.IsUnavailable(), what);

    [Theory]
    [InlineData(11000)]
    [InlineData(121)]
    [InlineData(2)]
    public void IsUnavailable_OwnFault_False(int code) => Assert.False(MongoFailures.Command(code).IsUnavailable());

    [Fact]
    public void IsDuplicateKey_Code11000_True()
    {
        Assert.True(MongoFailures.Command(11000).IsDuplicateKey());
        Assert.False(MongoFailures.Command(189).IsDuplicateKey());
        Assert.False(new TimeoutException().IsDuplicateKey());
    }
}
