namespace ITFrame.Console.Telemetry;

/// <summary>Keeps the newest items, bounded by their number and by what they occupy. Safe for use by several threads.</summary>
internal sealed class BoundedBuffer<T>(int capacity, long maxBytes, Func<T, int> sizeOf)
{
    private readonly Lock _gate = new();
    private readonly T[] _items = new T[capacity];
    private int _start;
    private int _count;
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            while (_count > 0 && (_count == capacity || _bytes + sizeOf(item) > maxBytes))
            {
                _bytes -= sizeOf(_items[_start]);
                _items[_start] = default!;
                _start = (_start + 1) % capacity;
                _count--;
            }

            _items[(_start + _count) % capacity] = item;
            _count++;
            _bytes += sizeOf(item);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            Array.Clear(_items);
            (_start, _count, _bytes) = (0, 0, 0);
        }
    }

    /// <summary>Oldest first.</summary>
    public T[] ToArray()
    {
        lock (_gate)
        {
            var result = new T[_count];
            for (var i = 0; i < _count; i++)
            {
                result[i] = _items[(_start + i) % capacity];
            }

            return result;
        }
    }
}
