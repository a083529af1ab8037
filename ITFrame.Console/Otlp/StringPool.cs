namespace ITFrame.Console.Otlp;

/// <summary>
/// One instance of each string that comes again and again (keys, names, methods, hosts), which the parser creates anew each
/// time. Each string has one place, by its hash, and takes it from the one before: no lock, no growth, and what is no longer
/// sent makes room by itself.
/// </summary>
internal sealed class StringPool
{
    private const int Places = 8192;
    private const int MaxLength = 96;

    private readonly string?[] _strings = new string?[Places];

    public static StringPool Shared { get; } = new();

    public string Get(string text)
    {
        if (text.Length > MaxLength)
        {
            return text;
        }

        ref var place = ref _strings[(uint)text.GetHashCode(StringComparison.Ordinal) % Places];
        var known = Volatile.Read(ref place);
        if (string.Equals(known, text, StringComparison.Ordinal))
        {
            return known!;
        }

        Volatile.Write(ref place, text);
        return text;
    }
}
