namespace ITFrame.Drills.Report;

/// <summary>The requests of one kind by their outcome.</summary>
internal sealed record RequestSummary(string Kind, int Total, int Succeeded, int Unknown, int Unavailable, int Rejected, int OutOfGateways, int Overflow);
