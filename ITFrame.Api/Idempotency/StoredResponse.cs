namespace ITFrame.Api.Idempotency;

/// <summary>A response as it is sent again.</summary>
internal sealed record StoredResponse
{
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public string? ETag { get; init; }

    public byte[]? Body { get; init; }
}
