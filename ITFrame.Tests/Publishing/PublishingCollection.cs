using Xunit;

namespace ITFrame.Tests.Publishing;

[CollectionDefinition(Name)]
public sealed class PublishingCollection : ICollectionFixture<PublishedFiles>
{
    public const string Name = "Publishing";
}
