namespace ITFrame.Drills.Checking;

/// <summary>What a client did to a station's configuration, and what it was told of it.</summary>
/// <param name="Station">The station.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Invoked">When it was sent, from the start of the run.</param>
/// <param name="Written">The value that was sent; null for reads.</param>
/// <param name="Expected">For a swap: the value that was there when the client read it.</param>
/// <param name="Revision">The revision that the hub named (<c>ETag</c>): of what was read, or made by the write; null where it named none.</param>
/// <param name="Read">The value that was read; null for writes, and for nothing there.</param>
internal sealed record RegisterAccess(string Station, RegisterCallKind Kind, TimeSpan Invoked, string? Written, string? Expected, long? Revision, string? Read);
