namespace ITFrame.Console.Traffic;

/// <summary>What clients saw in one second, by when their requests ended.</summary>
/// <param name="Second">Seconds since 1970.</param>
/// <param name="Requests">Requests that ended, failed ones included.</param>
/// <param name="Errors">Requests that were answered 5xx, or not at all.</param>
/// <param name="P50">Half of them were not slower; null of none.</param>
/// <param name="P99">99 of 100 were not slower; null of none.</param>
public sealed record TrafficSecond(long Second, int Requests, int Errors, TimeSpan? P50, TimeSpan? P99);
