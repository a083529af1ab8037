using Xunit.Sdk;
using Xunit.v3;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>Finds test cases only where there is a folder of specifications.</summary>
public sealed class SpecificationDiscoverer : TheoryDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        SpecificationFolder.Path is null
            ? new ValueTask<IReadOnlyCollection<IXunitTestCase>>([])
            : base.Discover(discoveryOptions, testMethod, factAttribute);
}
