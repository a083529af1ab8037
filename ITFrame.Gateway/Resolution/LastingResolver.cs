using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace ITFrame.Gateway.Resolution;

/// <summary>
/// Looks names up one by one, so that one without addresses does not take the others with it: it has those that it had before, at the
/// start none, and is looked up again. YARP's own resolver fails as a whole, which ends the start, and later ends all looking up. A headless
/// Service has no addresses while no pod is ready.
/// </summary>
internal sealed partial class LastingResolver(IDestinationResolver resolver, ResolutionOptions options, TimeProvider time, ILogger<LastingResolver> logger) : IDestinationResolver
{
    private static readonly Dictionary<string, DestinationConfig> Nothing = [];

    /// <summary>What names had when they were last found.</summary>
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.OrdinalIgnoreCase);

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = await Task.WhenAll(destinations.Select(destination => ResolveAsync(destination.Key, destination.Value, cancellationToken)));
        return new ResolvedDestinationCollection(
            resolved.SelectMany(each => each.Destinations).ToDictionary(),
            new CompositeChangeToken([.. resolved.Select(each => each.ChangeToken).OfType<IChangeToken>()]));
    }

    private async Task<ResolvedDestinationCollection> ResolveAsync(string id, DestinationConfig destination, CancellationToken cancellationToken)
    {
        // Two clusters may have the same destination, each with settings of its own.
        var key = $"{id} {destination.Address} {destination.Health}";
        using var timeout = new CancellationTokenSource(options.Interval, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var found = await resolver.ResolveDestinationsAsync(new Dictionary<string, DestinationConfig> { [id] = destination }, limit.Token).AsTask().WaitAsync(limit.Token);
            if (_known.TryGetValue(key, out var before) && before.IsMissing)
            {
                LogFound(destination.Address);
            }

            _known[key] = new Known(found.Destinations, IsMissing: false);
            return found;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is InvalidOperationException or OperationCanceledException)
        {
            var before = _known.GetValueOrDefault(key, new Known(Nothing, IsMissing: false));
            if (!before.IsMissing)
            {
                LogMissing(destination.Address, before.Destinations.Count, (exception.InnerException ?? exception).Message);
            }

            _known[key] = before with { IsMissing = true };
            return new ResolvedDestinationCollection(before.Destinations, new CancellationChangeToken(new CancellationTokenSource(options.Interval, time).Token));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The name of {Address} has no addresses: {Problem}. It has the {Count} that it had before until it is found.")]
    private partial void LogMissing(string address, int count, string problem);

    [LoggerMessage(LogLevel.Information, "The name of {Address} is found again.")]
    private partial void LogFound(string address);

    private sealed record Known(IReadOnlyDictionary<string, DestinationConfig> Destinations, bool IsMissing);
}
