using System.Collections.Concurrent;

namespace ITFrame.Gateway.Caching;

/// <summary>The fetches under way: one for each address and each set of headers that its answer depends on.</summary>
internal sealed class Fetches(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Fetch> _fetches = new(StringComparer.Ordinal);

    public int Count => _fetches.Count;

    /// <summary>Joins the fetch under way, or begins one.</summary>
    public Fetch Join(string key, Func<CancellationToken, Task<FetchResult>> fetch, out bool isFirst)
    {
        while (true)
        {
            if (_fetches.TryGetValue(key, out var found) && found.TryJoin())
            {
                isFirst = false;
                return found;
            }

            if (found is not null)
            {
                // Being given up.
                _fetches.TryRemove(new KeyValuePair<string, Fetch>(key, found));
            }

            var mine = new Fetch(clock);
            if (_fetches.TryAdd(key, mine))
            {
                isFirst = true;
                _ = RunAsync(key, mine, fetch);
                return mine;
            }

            mine.Dispose();
        }
    }

    private async Task RunAsync(string key, Fetch fetch, Func<CancellationToken, Task<FetchResult>> run)
    {
        var result = await run(fetch.Abandoned);
        // In this order: whoever does not find the fetch any more finds its result in the store.
        _fetches.TryRemove(new KeyValuePair<string, Fetch>(key, fetch));
        fetch.Complete(result);
    }
}
