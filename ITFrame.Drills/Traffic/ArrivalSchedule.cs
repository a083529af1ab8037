namespace ITFrame.Drills.Traffic;

/// <summary>
/// When requests are due: a Poisson process, as independent people make one. It is fixed before the run by its seed, so
/// nothing that the system under test does can slow it down (which would hide its worst moments).
/// </summary>
internal static class ArrivalSchedule
{
    public static IEnumerable<TimeSpan> Poisson(double rate, TimeSpan duration, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        var random = new Random(seed);
        var seconds = 0.0;
        while (true)
        {
            // 1 - u lies in (0, 1], so the logarithm is finite.
            seconds -= Math.Log(1 - random.NextDouble()) / rate;
            if (seconds >= duration.TotalSeconds)
            {
                yield break;
            }

            yield return TimeSpan.FromSeconds(seconds);
        }
    }
}
