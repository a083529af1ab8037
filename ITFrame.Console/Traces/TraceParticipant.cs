namespace ITFrame.Console.Traces;

/// <summary>A service's part in a trace.</summary>
public sealed record TraceParticipant(string Name, string? Site, int Spans, bool HasError);
