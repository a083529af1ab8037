namespace ITFrame.Api.Tunes;

internal sealed record NoCoverDeleted(string Result);
