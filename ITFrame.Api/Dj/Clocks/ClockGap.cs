namespace ITFrame.Api.Dj.Clocks;

/// <summary>A part of the week without a clock, both ends included.</summary>
internal sealed record ClockGap(ClockTime Start, ClockTime End);
