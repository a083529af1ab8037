namespace ITFrame.Drills.Checking;

/// <summary>Something that was added to a set: a song, a session, a status. Its text is unique in the run.</summary>
internal sealed record SetWrite(string Text, WriteOutcome Outcome);
