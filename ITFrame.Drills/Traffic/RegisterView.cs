namespace ITFrame.Drills.Traffic;

/// <summary>A station's settings as a client has last seen them.</summary>
/// <param name="Revision">The hub's count of changes, from the <c>ETag</c>.</param>
/// <param name="Value">The value; null where the client only knows the revision.</param>
/// <param name="Token">The consistency token that came with it: what is read with it is not older.</param>
internal sealed record RegisterView(long Revision, string? Value, string? Token);
