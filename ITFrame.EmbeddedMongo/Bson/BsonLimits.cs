namespace ITFrame.EmbeddedMongo.Bson;

/// <summary>The sizes that hello announces and that the member enforces.</summary>
internal static class BsonLimits
{
    public const int MaxDocumentBytes = 16 * 1024 * 1024;

    /// <summary>Replies and oplog entries wrap a document of the largest size, so they get a little more.</summary>
    public const int MaxInternalDocumentBytes = MaxDocumentBytes + (16 * 1024);

    public const int MaxMessageBytes = 48_000_000;

    public const int MaxWriteBatch = 100_000;

    /// <summary>Nesting that the parser accepts at all.</summary>
    public const int MaxDepth = 200;

    /// <summary>Nesting that a stored document may have; the rest is room for the wrappers around it.</summary>
    public const int MaxStoredDepth = 180;
}
