namespace ITFrame.EmbeddedMongo.Operations;

/// <summary>
/// Lets a long read or write end when its client's time is up or an operator kills it. What produces documents is
/// synchronous and lazy, on whichever thread asks for the next one; so the asker says under which token it asks.
/// </summary>
internal static class Interruption
{
    [ThreadStatic]
    private static CancellationToken _current;

    /// <summary>Work on this thread heeds the token until the scope ends.</summary>
    public static Scope Enter(CancellationToken token) => new(token);

    public static void ThrowIfRequested() => _current.ThrowIfCancellationRequested();

    public static IEnumerable<T> Heed<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            ThrowIfRequested();
            yield return item;
        }
    }

    internal readonly ref struct Scope
    {
        private readonly CancellationToken _outer;

        public Scope(CancellationToken token)
        {
            _outer = _current;
            _current = token;
        }

        public void Dispose() => _current = _outer;
    }
}
