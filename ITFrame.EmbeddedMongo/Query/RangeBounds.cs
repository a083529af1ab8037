namespace ITFrame.EmbeddedMongo.Query;

/// <summary>A range of values of one type; a missing end is the end of the type.</summary>
internal sealed record RangeBounds(byte Bracket, Bound? Lower, Bound? Upper);
