namespace ITFrame.EmbeddedMongo.Query;

/// <summary>What running a plan took, for those who ask.</summary>
internal sealed class PlanStatistics
{
    public long KeysExamined { get; set; }

    public long DocumentsExamined { get; set; }

    /// <summary>How many of the documents that were read satisfied the filter.</summary>
    public long Matched { get; set; }
}
