using Xunit;

namespace ITFrame.Tests;

public sealed class SmokeTest
{
    [Fact]
    public void Math_Works() => Assert.Equal(4, 2 + 2);
}
