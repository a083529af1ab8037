namespace ITFrame.Api.Cast.Sessions;

/// <summary>The session's identifier, with which Cast closes it.</summary>
internal sealed record SessionCreated(string Uid);
