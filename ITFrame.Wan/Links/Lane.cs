namespace ITFrame.Wan.Links;

/// <summary>One direction of a link: the bandwidth that all its connections share.</summary>
internal sealed class Lane
{
    private readonly Lock _gate = new();
    private long _free;

    /// <summary>Takes the lane for some bytes and returns when the last of them has left.</summary>
    public long Occupy(long now, long transmission)
    {
        if (transmission == 0)
        {
            return now;
        }

        lock (_gate)
        {
            _free = Math.Max(_free, now) + transmission;
            return _free;
        }
    }
}
