namespace ITFrame.Benchmarks.Gateways;

/// <summary>Disposes of what was added, the last one first.</summary>
internal sealed class DisposableList<T> : IDisposable
    where T : IDisposable
{
    private readonly Stack<T> _items = new();

    public T Add(T item)
    {
        _items.Push(item);
        return item;
    }

    public void Dispose()
    {
        while (_items.TryPop(out var item))
        {
            item.Dispose();
        }
    }
}
