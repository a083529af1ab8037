using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>One member for all tests of a class.</summary>
public sealed class MongoMemberFixture : IAsyncLifetime
{
    internal MongoMember Member { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Member = await MongoMember.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await Member.DisposeAsync();
}
