using Aspire.Hosting;
using ITFrame.Tests.LocalHosting.Api;
using Xunit;

namespace ITFrame.Tests.LocalHosting;

/// <summary>The local orchestrator must offer nothing that an AppHost would miss when it moves to Aspire.</summary>
public sealed class ApiSurfaceTest
{
    [Fact]
    public void LocalHosting_EveryPublicMember_ExistsInAspire()
    {
        var differences = new ApiComparer(ApiListing.Load()).Compare(typeof(DistributedApplication).Assembly).ToArray();

        Assert.True(differences.Length == 0, $"{differences.Length} differences:\n{string.Join("\n", differences)}");
    }
}
