using Xunit;

namespace ITFrame.Tests.Lab;

/// <summary>Tests that share one running lab, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class LabCollection : ICollectionFixture<LabFixture>
{
    public const string Name = "Lab";
}
