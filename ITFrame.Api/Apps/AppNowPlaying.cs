namespace ITFrame.Api.Apps;

/// <summary>What a station plays, as the mobile apps read it; empty texts where that is not known.</summary>
internal sealed record AppNowPlaying(string Title, string Artist, string StreamTitle, string Album);
