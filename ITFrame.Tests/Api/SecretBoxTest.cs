using System.Security.Cryptography;
using ITFrame.Api;
using ITFrame.Api.Access;
using Microsoft.Extensions.Options;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class SecretBoxTest
{
    [Fact]
    public void Open_WhatTheSameKeySealed_ReturnsIt()
    {
        var box = Box("one").Seal("geheim ✓");
        Assert.Equal("geheim ✓", Box("one").Open(box));
        Assert.NotEqual(box, Box("one").Seal("geheim ✓"));
        Assert.DoesNotContain("geheim", box, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    public void Open_WhatIsNoBox_ReturnsNothing(string? box) => Assert.Null(Box("one").Open(box));

    [Fact]
    public void Open_WhatAnotherKeySealed_ReturnsNothing() => Assert.Null(Box("two").Open(Box("one").Seal("geheim")));

    [Fact]
    public void CreateTokenKey_SameSecret_IsTheSameKey()
    {
        using var one = Keys("one").CreateTokenKey();
        using var again = Keys("one").CreateTokenKey();
        using var two = Keys("two").CreateTokenKey();
        byte[] data = [1, 2, 3];
        var signature = one.SignData(data, HashAlgorithmName.SHA256);
        Assert.True(again.VerifyData(data, signature, HashAlgorithmName.SHA256));
        Assert.False(two.VerifyData(data, signature, HashAlgorithmName.SHA256));
    }

    private static HubKeys Keys(string secret) => new(Options.Create(new ApiOptions { SigningKey = secret }));

    private static SecretBox Box(string secret) => new(Keys(secret));
}
