namespace ITFrame.Drills.Clients;

/// <summary>A request, and how far a client may go to get it answered.</summary>
internal sealed record ClientRequest(HttpMethod Method, string Path)
{
    /// <summary>The JSON to send; null for none.</summary>
    public byte[]? Body { get; init; }

    public string? BearerToken { get; init; }

    /// <summary>What the hub knows a repetition by (<c>Idempotency-Key</c>); null for requests that are harmless to repeat anyway.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What is read is at least as new as what the token came with (<c>ITFrame-Consistency</c>); null for any.</summary>
    public string? ConsistencyToken { get; init; }

    /// <summary>The revision that the settings must have to be changed (<c>If-Match</c>); null for any.</summary>
    public long? IfRevision { get; init; }

    /// <summary>Whether to begin a trace with the first attempt. Public reads do so with the second only: a gateway answers those that are traced from further away.</summary>
    public bool IsTraced { get; init; } = true;

    /// <summary>Whether sending it twice does no more than sending it once. If not, it is never sent again once it may have arrived.</summary>
    public required bool IsIdempotent { get; init; }

    /// <summary>How long one gateway may take. Without it a pooled connection into a cut link would hang until the deadline.</summary>
    public required TimeSpan AttemptTimeout { get; init; }
}
