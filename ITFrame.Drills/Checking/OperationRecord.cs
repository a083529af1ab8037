using ITFrame.Drills.Clients;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Checking;

/// <summary>One operation with its invocation and completion, as its client saw them.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Completed">When the client had its answer or gave up, from the start of the run.</param>
/// <param name="Response">How it ended; without its body.</param>
internal sealed record OperationRecord(Operation Operation, TimeSpan Completed, ClientResponse Response)
{
    /// <summary>What was done to a station's configuration; null for everything else.</summary>
    public RegisterAccess? Access { get; init; }

    /// <summary>
    /// A change was refused because somebody else's came first: a good answer. Whether an attempt of this same change had its effect before, and
    /// so was the one that came first, the client cannot tell.
    /// </summary>
    public bool IsConflict { get; init; }

    /// <summary>Answered, and with what was asked for.</summary>
    public bool IsAcknowledged => Outcome == ClientOutcome.Succeeded && !IsConflict;

    public ClientOutcome Outcome => Response.Outcome;

    /// <summary>From when the request was due, so that one that had to wait for its turn counts its wait.</summary>
    public TimeSpan Latency => Completed - Operation.IntendedStart;

    /// <summary>What may be expected of the write; never more than its client was told.</summary>
    public WriteOutcome WriteOutcome => Response switch
    {
        _ when IsConflict => WriteOutcome.Unknown,
        { Outcome: ClientOutcome.Succeeded } => WriteOutcome.Acknowledged,
        { Outcome: ClientOutcome.Rejected or ClientOutcome.Overflow } => WriteOutcome.NotApplied,
        { MayHaveBeenSent: false } => WriteOutcome.NotApplied,
        _ => WriteOutcome.Unknown,
    };
}
