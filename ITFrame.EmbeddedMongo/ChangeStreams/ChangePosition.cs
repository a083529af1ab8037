namespace ITFrame.EmbeddedMongo.ChangeStreams;

/// <summary>
/// A place in the stream of events: after the event with this number of the log's entry, or, when <see cref="Event"/>
/// is <see cref="WholeEntry"/>, after all of them.
/// </summary>
/// <param name="Timestamp">The entry's cluster time.</param>
/// <param name="Event">The event's number within the entry: a transaction's entry has many.</param>
/// <param name="IsInvalidate">Whether the event there ended the stream.</param>
internal readonly record struct ChangePosition(long Timestamp, int Event, bool IsInvalidate = false)
{
    public const int WholeEntry = int.MaxValue;

    /// <summary>After everything up to and including this time.</summary>
    public static ChangePosition After(long timestamp) => new(timestamp, WholeEntry);
}
