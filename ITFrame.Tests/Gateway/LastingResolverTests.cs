using ITFrame.Gateway.Resolution;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace ITFrame.Tests.Gateway;

/// <summary>Names that have no addresses for a while.</summary>
public sealed class LastingResolverTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Names _names = new();
    private readonly LastingResolver _resolver;

    public LastingResolverTests()
        => _resolver = new LastingResolver(_names, new ResolutionOptions { Enabled = true }, _time, NullLogger<LastingResolver>.Instance);

    [Fact]
    public async Task NameWithoutAddresses_HasNone_AndIsLookedUpAgain()
    {
        _names.Addresses["peer"] = ["10.2.0.1"];

        var resolved = await ResolveAsync();

        Assert.Equal(["peer[10.2.0.1]"], resolved.Destinations.Keys);
        Assert.False(resolved.ChangeToken!.HasChanged);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(resolved.ChangeToken.HasChanged);

        _names.Addresses["api"] = ["10.1.0.1", "10.1.0.2"];
        Assert.Equal(["api[10.1.0.1]", "api[10.1.0.2]", "peer[10.2.0.1]"], (await ResolveAsync()).Destinations.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NameThatLosesItsAddresses_KeepsThem_AndOthersFollowTheirs()
    {
        _names.Addresses["api"] = ["10.1.0.1"];
        _names.Addresses["peer"] = ["10.2.0.1"];
        await ResolveAsync();

        _names.Addresses.Remove("api");
        _names.Addresses["peer"] = ["10.2.0.2"];

        Assert.Equal(["api[10.1.0.1]", "peer[10.2.0.2]"], (await ResolveAsync()).Destinations.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NameServerThatDoesNotAnswer_IsNotWaitedForLongerThanTheInterval()
    {
        _names.Addresses["peer"] = ["10.2.0.1"];
        _names.Silent = "api";

        var resolving = ResolveAsync();
        Assert.False(resolving.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["peer[10.2.0.1]"], (await resolving).Destinations.Keys);
    }

    private Task<ResolvedDestinationCollection> ResolveAsync() => _resolver.ResolveDestinationsAsync(
        new Dictionary<string, DestinationConfig> { ["api"] = new() { Address = "https://api:8080" }, ["peer"] = new() { Address = "https://peer:8080" } },
        TestContext.Current.CancellationToken).AsTask();

    /// <summary>Fails for a name without addresses, as YARP's resolver does.</summary>
    private sealed class Names : IDestinationResolver
    {
        public Dictionary<string, string[]> Addresses { get; } = [];

        public string? Silent { get; set; }

        public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
        {
            var resolved = new Dictionary<string, DestinationConfig>();
            foreach (var (id, destination) in destinations)
            {
                if (id == Silent)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }

                foreach (var address in Addresses.GetValueOrDefault(id) ?? throw new InvalidOperationException($"Failed to resolve host '{id}'."))
                {
                    resolved[$"{id}[{address}]"] = destination with { Address = $"https://{address}:8080" };
                }
            }

            return new ResolvedDestinationCollection(resolved, new CancellationChangeToken(CancellationToken.None));
        }
    }
}
