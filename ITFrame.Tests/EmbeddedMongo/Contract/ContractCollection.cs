using Xunit;

namespace ITFrame.Tests.EmbeddedMongo.Contract;

/// <summary>All clients meet the same server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ContractCollection : ICollectionFixture<ContractServer>
{
    public const string Name = "contract";
}
