using Xunit;

namespace ITFrame.Tests.Api;

[CollectionDefinition(Name)]
public sealed class HubCollection : ICollectionFixture<HubFixture>
{
    public const string Name = "Hub";
}
