namespace ITFrame.Api.Control.Support;

/// <summary>Something that was said about a question.</summary>
internal sealed record ReplyDocument
{
    public required string Name { get; init; }

    public required bool IsStaffReply { get; init; }

    public required DateTime Date { get; init; }

    public required string Message { get; init; }
}
