namespace ITFrame.Api.Tunes;

internal sealed record TuneCount(long Count);
