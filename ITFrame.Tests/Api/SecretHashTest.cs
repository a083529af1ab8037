using ITFrame.Api.Access;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class SecretHashTest
{
    [Fact]
    public void ToHex_KnownSecret_IsItsSha256()
        => Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", SecretHash.Of("abc").ToHex());

    [Theory]
    [InlineData("key", true)]
    [InlineData("Key", false)]
    [InlineData("key ", false)]
    [InlineData("", false)]
    public void Matches_StoredHash_OnlyTheSecret(string secret, bool expected)
        => Assert.Equal(expected, SecretHash.FromHex(SecretHash.Of("key").ToHex()).Matches(secret));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData("zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Matches_NoStoredHash_Nothing(string? hex)
    {
        Assert.False(SecretHash.FromHex(hex).Matches(""));
        Assert.False(SecretHash.FromHex(hex).Matches("abc"));
    }
}
