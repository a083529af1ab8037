namespace ITFrame.Drills.Clients;

/// <summary>How a request ended.</summary>
internal sealed record ClientResponse(ClientOutcome Outcome)
{
    /// <summary>The last status that a gateway gave; null when none answered.</summary>
    public int? Status { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>The revision of settings (<c>ETag</c>); null where there was none.</summary>
    public long? Revision { get; init; }

    /// <summary>The consistency token (<c>ITFrame-Consistency</c>); null where there was none.</summary>
    public string? Token { get; init; }

    /// <summary>The trace that the request began; null where it began none.</summary>
    public string? TraceId { get; init; }

    /// <summary>The header <c>Link</c>, by which lists are paged.</summary>
    public string? Link { get; init; }

    /// <summary>The gateway that gave the last answer.</summary>
    public string? Gateway { get; init; }

    /// <summary>Who answered behind the gateway, from <c>X-Served-By</c>.</summary>
    public string? ServedBy { get; init; }

    /// <summary>Whether any attempt may have reached a gateway.</summary>
    public bool MayHaveBeenSent { get; init; }

    /// <summary>Times the request was sent again after it may have arrived.</summary>
    public int Retries { get; init; }

    /// <summary>Times a connection failed and the other gateway was taken; nothing had been sent.</summary>
    public int Fallbacks { get; init; }

    /// <summary>What went wrong last, in words.</summary>
    public string? Failure { get; init; }
}
