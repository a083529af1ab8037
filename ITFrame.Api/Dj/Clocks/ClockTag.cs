namespace ITFrame.Api.Dj.Clocks;

/// <summary>A tag's share of a clock, in percent.</summary>
internal sealed record ClockTag(int? Percent, string? Tag);
