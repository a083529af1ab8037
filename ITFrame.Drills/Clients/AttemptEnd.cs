namespace ITFrame.Drills.Clients;

/// <summary>How far a try at a gateway came.</summary>
internal enum AttemptEnd
{
    /// <summary>The gateway answered, with whatever status.</summary>
    Answered,

    /// <summary>No connection came about, or it ended before any of the request was written.</summary>
    NotSent,

    /// <summary>The request may have arrived, but no answer came: the connection broke or the time was up.</summary>
    NoAnswer,
}
