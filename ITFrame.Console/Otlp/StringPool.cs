using System.Collections.Concurrent;

namespace ITFrame.Console.Otlp;

/// <summary>
/// One instance of each string that comes again and again (keys, names, scopes), which the parser creates anew each time.
/// Bounded: once full, further strings are passed through.
/// </summary>
internal sealed class StringPool
{
    private const int Capacity = 4096;
    private const int MaxLength = 256;

    private readonly ConcurrentDictionary<string, string> _strings = new(StringComparer.Ordinal);
    private int _count;

    public static StringPool Shared { get; } = new();

    public string Get(string text)
    {
        if (_strings.TryGetValue(text, out var known))
        {
            return known;
        }

        // Counted apart, because asking the dictionary for its count takes all of its locks.
        if (text.Length <= MaxLength && Volatile.Read(ref _count) < Capacity && _strings.TryAdd(text, text))
        {
            Interlocked.Increment(ref _count);
        }

        return text;
    }
}
