namespace ITFrame.Drills.Checking;

/// <summary>A song that was sent; its title is unique in the run.</summary>
internal sealed record SongWrite(string Title, WriteOutcome Outcome);
