using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.Tests.EmbeddedMongo.Simulation;

/// <summary>One entry, shared by all logs that have it: so having the same entry is having the same history.</summary>
internal sealed class LogEntry(OpTime opTime, LogEntry? parent)
{
    public OpTime OpTime => opTime;

    public LogEntry? Parent => parent;

    public int Index { get; } = parent is null ? 0 : parent.Index + 1;
}
