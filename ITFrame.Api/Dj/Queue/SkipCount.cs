namespace ITFrame.Api.Dj.Queue;

/// <summary>How often the owner has asked for the next song.</summary>
internal sealed record SkipCount(long Skips);
