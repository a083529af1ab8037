using System.Net;

namespace ITFrame.Drills.Clients;

/// <summary>One try at one gateway.</summary>
internal sealed record Attempt(AttemptEnd End)
{
    public HttpStatusCode Status { get; init; }

    public byte[] Body { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public string? ServedBy { get; init; }

    /// <summary>From <c>ETag</c>.</summary>
    public long? Revision { get; init; }

    /// <summary>From <c>ITFrame-Consistency</c>.</summary>
    public string? Token { get; init; }

    /// <summary>The header <c>Link</c>, by which lists are paged.</summary>
    public string? Link { get; init; }

    public string? Failure { get; init; }
}
