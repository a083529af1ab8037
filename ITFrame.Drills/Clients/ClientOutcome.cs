namespace ITFrame.Drills.Clients;

/// <summary>What became of a request, as its client knows it.</summary>
internal enum ClientOutcome
{
    /// <summary>Answered with 2xx.</summary>
    Succeeded,

    /// <summary>Answered with a status that says the request itself is wrong: 3xx or 4xx.</summary>
    Rejected,

    /// <summary>A request that must not be repeated was answered with 503: not acknowledged.</summary>
    Unavailable,

    /// <summary>A request that must not be repeated was sent and got no clear answer: it may or may not have had its effect.</summary>
    Unknown,

    /// <summary>Every gateway failed it, or its deadline passed without an answer.</summary>
    OutOfGateways,

    /// <summary>Never sent: too many requests were under way already.</summary>
    Overflow,

    /// <summary>The run was interrupted.</summary>
    Cancelled,
}
