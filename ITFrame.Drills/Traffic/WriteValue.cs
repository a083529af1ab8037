namespace ITFrame.Drills.Traffic;

/// <summary>What a write leaves behind, so that it can be found again.</summary>
/// <param name="Station">The station that is written to.</param>
/// <param name="Sequence">Grows with each write to the same station's settings; unique among others.</param>
/// <param name="Text">The song's title, the stream, or the player's name: unique in the run. For the end of a session: its identifier.</param>
internal sealed record WriteValue(string Station, int Sequence, string Text);
