using System.Collections.Concurrent;
using ITFrame.Api.Control.Cast;

namespace ITFrame.Tests.Api;

internal sealed class FakeCanonicalNames : ICanonicalNames
{
    public ConcurrentDictionary<string, string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Task<string?> ResolveAsync(string domain, CancellationToken cancellationToken) => Task.FromResult(Names.GetValueOrDefault(domain));
}
