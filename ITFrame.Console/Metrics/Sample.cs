namespace ITFrame.Console.Metrics;

/// <summary>A series at one time: a number's value, or a distribution's sum and count.</summary>
public readonly record struct Sample(DateTimeOffset Time, double Value, ulong Count);
