namespace ITFrame.Gateway.Retries;

/// <summary>How an attempt failed, as far as it decides what may be done about it.</summary>
internal enum FailureKind
{
    /// <summary>No connection was made: the destination has seen nothing of the request.</summary>
    NotSent,

    /// <summary>The connection broke: the destination may or may not have done what was asked.</summary>
    Interrupted,

    /// <summary>No answer came in time; otherwise as <see cref="Interrupted"/>.</summary>
    TimedOut,

    /// <summary>The destination answered 503: it is there, but cannot serve now.</summary>
    Unavailable,

    /// <summary>The destination failed after a part of its answer had reached the client: nothing can be done.</summary>
    Truncated,

    /// <summary>The client's doing: it went away, or sent a body that is too large or broken.</summary>
    Client,
}
