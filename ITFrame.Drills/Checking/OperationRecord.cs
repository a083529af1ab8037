using ITFrame.Drills.Clients;
using ITFrame.Drills.Traffic;

namespace ITFrame.Drills.Checking;

/// <summary>One operation with its invocation and completion, as its client saw them.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Completed">When the client had its answer or gave up, from the start of the run.</param>
/// <param name="Response">How it ended; without its body.</param>
internal sealed record OperationRecord(Operation Operation, TimeSpan Completed, ClientResponse Response)
{
    public ClientOutcome Outcome => Response.Outcome;

    /// <summary>From when the request was due, so that one that had to wait for its turn counts its wait.</summary>
    public TimeSpan Latency => Completed - Operation.IntendedStart;

    /// <summary>What may be expected of the write; never more than its client was told.</summary>
    public WriteOutcome WriteOutcome => Response switch
    {
        { Outcome: ClientOutcome.Succeeded } => WriteOutcome.Acknowledged,
        { Outcome: ClientOutcome.Rejected or ClientOutcome.Overflow } => WriteOutcome.NotApplied,
        { MayHaveBeenSent: false } => WriteOutcome.NotApplied,
        _ => WriteOutcome.Unknown,
    };
}
