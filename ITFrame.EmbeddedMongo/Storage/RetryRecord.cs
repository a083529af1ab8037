using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>That one statement of a retryable write was done, and what it answered.</summary>
internal sealed record RetryRecord(byte[] Session, long Transaction, int Statement, OpTime OpTime, long AtMilliseconds, byte[] Outcome);
