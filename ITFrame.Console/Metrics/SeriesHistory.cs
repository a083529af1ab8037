namespace ITFrame.Console.Metrics;

/// <summary>The last points of one series, oldest first, in a ring that is only as large as it had to be.</summary>
internal sealed class SeriesHistory(int capacity)
{
    private Sample[] _samples = new Sample[Math.Min(8, capacity)];
    private int _start;
    private int _count;

    public void Add(Sample sample)
    {
        // Sent again: the sender got no answer in time.
        if (_count > 0 && this[_count - 1].Time >= sample.Time)
        {
            return;
        }

        if (_count == _samples.Length && _count < capacity)
        {
            var larger = new Sample[Math.Min(capacity, _count * 2)];
            for (var i = 0; i < _count; i++)
            {
                larger[i] = this[i];
            }

            (_samples, _start) = (larger, 0);
        }

        if (_count < _samples.Length)
        {
            _count++;
        }
        else
        {
            _start = (_start + 1) % _samples.Length;
        }

        _samples[(_start + _count - 1) % _samples.Length] = sample;
    }

    public Sample[] ToArray()
    {
        var result = new Sample[_count];
        for (var i = 0; i < _count; i++)
        {
            result[i] = this[i];
        }

        return result;
    }

    private Sample this[int index] => _samples[(_start + index) % _samples.Length];
}
